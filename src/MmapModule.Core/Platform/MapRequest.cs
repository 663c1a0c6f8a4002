namespace MmapModule.Platform;

/// <summary>One mmap call with everything worked out: whole pages, real flags.</summary>
internal sealed record MapRequest
{
    /// <summary>Null for anonymous memory and segments.</summary>
    internal MapBacking? Backing { get; init; }

    /// <summary>The id of the segment to map; null for everything else.</summary>
    internal int? SegmentId { get; init; }

    /// <summary>Page aligned.</summary>
    internal long FileOffset { get; init; }

    /// <summary>In whole pages, more than 0.</summary>
    internal required long Length { get; init; }

    internal required MapProtection Protection { get; init; }

    internal bool IsPrivate { get; init; }

    internal MapFlags Flags { get; init; }

    internal long HugePageSize { get; init; }

    internal ulong Address { get; init; }

    /// <summary>The range lies inside a map of ours and may be replaced.</summary>
    internal bool Replace { get; init; }
}
