using System;
using System.Collections.Generic;

namespace MmapModule;

/// <summary>The ranges of one map that are highlighted, in order.</summary>
internal sealed class HexHighlights
{
    internal static readonly HexHighlights None = new([]);

    private readonly List<MapRange> _ranges;

    /// <summary>Takes ranges in any order; they may overlap, and empty ones count for nothing.</summary>
    internal HexHighlights(IEnumerable<MapRange> ranges)
    {
        List<MapRange> sorted = [.. ranges];
        sorted.RemoveAll(static range => range.Length == 0);
        sorted.Sort(static (one, other) => one.Offset.CompareTo(other.Offset));
        _ranges = new List<MapRange>(sorted.Count);
        foreach (MapRange range in sorted)
        {
            if (_ranges.Count > 0 && range.Offset <= _ranges[^1].End)
            {
                MapRange last = _ranges[^1];
                _ranges[^1] = last with { Length = Math.Max(last.End, range.End) - last.Offset };
            }
            else
            {
                _ranges.Add(range);
            }
        }
    }

    /// <summary>The first highlighted offset from here on; Int64.MaxValue if there is none.</summary>
    internal long NextFrom(long offset)
    {
        int index = FirstEndingAfter(offset);
        return index == _ranges.Count ? long.MaxValue : Math.Max(offset, _ranges[index].Offset);
    }

    /// <summary>The highlighted parts of a line.</summary>
    internal MapRange[] Within(MapRange line)
    {
        int first = FirstEndingAfter(line.Offset);
        int end = first;
        while (end < _ranges.Count && _ranges[end].Offset < line.End)
        {
            end++;
        }

        return first == end ? [] : [.. _ranges[first..end]];
    }

    private int FirstEndingAfter(long offset)
    {
        int low = 0;
        int high = _ranges.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_ranges[middle].End > offset)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
