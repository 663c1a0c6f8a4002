using System;

namespace MmapModule;

/// <summary>A region whose blocks of zeros have been freed. It is a region, so it can be read or piped to other cmdlets.</summary>
public sealed class SparseRegion : MappedRegion
{
    internal SparseRegion(MemoryMap map, MapRange range, long freedBytes, long holes)
        : base(map, range)
    {
        FreedBytes = freedBytes;
        Holes = holes;
    }

    /// <summary>How many bytes lie in blocks that have been freed.</summary>
    public long FreedBytes { get; }

    /// <summary>How many times blocks in a row have been freed.</summary>
    public long Holes { get; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{base.ToString()}: {ByteCount.Text(FreedBytes)} freed");
}
