namespace MmapModule.Platform;

/// <summary>Where a copy stopped.</summary>
internal readonly record struct FaultContext
{
    internal MapBacking? Backing { get; init; }

    /// <summary>The segment that is mapped; null for everything else.</summary>
    internal int? SegmentId { get; init; }

    /// <summary>The first byte that could not be copied, in the file.</summary>
    internal long FileOffset { get; init; }

    /// <summary>The same byte, in the map.</summary>
    internal long MapOffset { get; init; }

    /// <summary>How many bytes were requested in all.</summary>
    internal long Requested { get; init; }

    /// <summary>How many bytes were copied before it.</summary>
    internal long Transferred { get; init; }

    /// <summary>The system call that stopped early.</summary>
    internal string? NativeCall { get; init; }

    internal bool IsWrite { get; init; }

    internal bool IsPrivate { get; init; }

    internal MapProtection Protection { get; init; }

    internal MapFlags Flags { get; init; }
}
