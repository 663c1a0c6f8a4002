namespace MmapModule;

/// <summary>Something that not every kernel, processor or sandbox offers, and whether it works here.</summary>
public sealed class KernelFeature
{
    internal KernelFeature()
    {
    }

    /// <summary>The name of the system call or flag, as its documentation spells it.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it works in this process.</summary>
    public required bool IsAvailable { get; init; }

    /// <summary>The version of the system that brought it.</summary>
    public required string Since { get; init; }

    /// <summary>What it is for, and what is used without it.</summary>
    public required string Description { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name + (IsAvailable ? ": available" : ": not available");
}
