using System;

namespace MmapModule;

/// <summary>A limit of what processes use to work together: segments, semaphores and message queues.</summary>
public sealed class IpcLimit
{
    internal IpcLimit()
    {
    }

    /// <summary>The setting that has it, such as kernel.shmmni or ulimit -q.</summary>
    public required string Name { get; init; }

    /// <summary>The limit, or <see cref="MemoryLimits.Unlimited"/>.</summary>
    public required long Limit { get; init; }

    /// <summary>How much of it is in use; null where that is not known, or where it is about each object and not about all.</summary>
    public long? Used { get; init; }

    /// <summary>What is limited.</summary>
    public required string Description { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        Name + ": " + (Used is null ? string.Empty : FormattableString.Invariant($"{Used} of ")) + (Limit == MemoryLimits.Unlimited ? "unlimited" : FormattableString.Invariant($"{Limit}"));
}
