using System;

namespace MmapModule;

/// <summary>A POSIX shared memory object at the time it was examined.</summary>
public sealed class SharedMemoryInfo
{
    internal SharedMemoryInfo()
    {
    }

    /// <summary>The name, as New-MemoryMap -Name takes it.</summary>
    public required string Name { get; init; }

    /// <summary>The size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The user who owns it.</summary>
    public required string Owner { get; init; }

    /// <summary>The permissions in octal, such as 0600.</summary>
    public required string Mode { get; init; }

    /// <summary>The processes that map it or have it open, as far as this user may see them.</summary>
    public required int[] ProcessId { get; init; }

    /// <summary>True if no process is seen to map it or to have it open.</summary>
    public required bool IsOrphan { get; init; }

    /// <summary>False if some processes may not be examined by this user, so that one of them may use the object unseen.</summary>
    public required bool Reliable { get; init; }

    /// <summary>When it was last changed through a descriptor or created, in local time.</summary>
    public required DateTime LastWriteTime { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Shown.Name(Name);
}
