using System;

namespace MmapModule;

/// <summary>Adjacent pages of a map that are all in memory, or all not. It is a region, so it can be read or piped to other cmdlets.</summary>
public sealed class PageRun : MappedRegion
{
    internal PageRun(MemoryMap map, MapRange range, long pages, bool isResident)
        : base(map, range)
    {
        Pages = pages;
        IsResident = isResident;
    }

    /// <summary>How many pages it has; the first and the last may be covered in part only.</summary>
    public long Pages { get; }

    /// <summary>True if the pages are in memory.</summary>
    public bool IsResident { get; }

    /// <summary>False if the kernel does not tell this user: it says "in memory" to whoever neither owns the file nor may write it.</summary>
    public bool Reliable { get; internal init; } = true;

    /// <summary>The state of the whole range that it is a part of; null if it was not requested.</summary>
    public MemoryMapResidency? Residency { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{base.ToString()} {(IsResident ? "resident" : "not resident")}");
}
