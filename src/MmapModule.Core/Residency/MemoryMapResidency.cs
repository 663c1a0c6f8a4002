using System;
using System.Collections.Generic;

namespace MmapModule;

/// <summary>How much of a map, or of a range of it, was in memory when it was examined.</summary>
public sealed class MemoryMapResidency
{
    private readonly MemoryMap _map;

    internal MemoryMapResidency(MemoryMap map, MapRange range, int pageSize)
    {
        _map = map;
        Offset = range.Offset;
        Length = range.Length;
        PageSize = pageSize;
    }

    /// <summary>The map. If a cmdlet was given the path of a file, the file is mapped again here.</summary>
    public MemoryMap Map => _map.Source?.Open() ?? _map;

    /// <summary>The path of what was mapped; null for memory.</summary>
    public string? Path => _map.Path;

    /// <summary>Where the range starts, in bytes from the start of the map.</summary>
    public long Offset { get; }

    /// <summary>The length of the range in bytes.</summary>
    public long Length { get; }

    /// <summary>How many pages the range touches, without parts that have been unmapped.</summary>
    public long Pages { get; internal init; }

    /// <summary>How many of them are in memory.</summary>
    public long ResidentPages { get; internal init; }

    /// <summary>The memory they take, in bytes: whole pages.</summary>
    public long ResidentBytes => ResidentPages * PageSize;

    /// <summary>The share of pages in memory, 0 to 100; 0 for an empty range.</summary>
    public double Percent => Pages == 0 ? 0 : 100.0 * ResidentPages / Pages;

    /// <summary>
    /// False if the kernel does not tell this user: it says "all in memory" to whoever neither owns the file nor may write it.
    /// </summary>
    public bool Reliable { get; internal init; } = true;

    /// <summary>The resident share, 0 to 1, of each of up to 60 equal parts of the range: what a bar is drawn from.</summary>
    public IReadOnlyList<double> Cells { get; internal init; } = [];

    /// <summary>The page size in bytes.</summary>
    public int PageSize { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{(_map.Source is null ? "Map " + _map.Id : Shown.Name(_map.Path!))} [0x{Offset:X}, {Length} bytes]: {ResidentPages} of {Pages} pages resident{(Reliable ? string.Empty : " (not reliable)")}");
}
