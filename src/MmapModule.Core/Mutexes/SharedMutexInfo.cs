namespace MmapModule;

/// <summary>A lock on a file at the time it was examined.</summary>
public sealed class SharedMutexInfo
{
    internal SharedMutexInfo()
    {
    }

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>The kind of lock; null if nobody holds any.</summary>
    public MutexStyle? Style { get; init; }

    /// <summary>Whether somebody holds it.</summary>
    public bool IsHeld => Style is not null;

    /// <summary>Whether those who hold it share it.</summary>
    public bool IsShared { get; init; }

    /// <summary>The processes that hold it. A process that has inherited the open file counts too.</summary>
    public int[] ProcessId { get; init; } = [];

    /// <summary>False if this user may not examine all processes, so that others may hold it as well.</summary>
    public required bool Reliable { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Path;
}
