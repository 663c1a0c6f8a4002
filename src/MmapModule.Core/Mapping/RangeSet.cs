using System;
using System.Collections.Generic;

namespace MmapModule.Mapping;

/// <summary>Ranges in order, without overlap. Looking one up takes a binary search, so tens of thousands of them stay cheap.</summary>
internal sealed class RangeSet
{
    private readonly List<MapRange> _ranges;

    internal RangeSet() => _ranges = [];

    /// <param name="ranges">Ranges in order, without overlap; the set takes the list over.</param>
    internal RangeSet(List<MapRange> ranges) => _ranges = ranges;

    internal bool IsEmpty => _ranges.Count == 0;

    internal IReadOnlyList<MapRange> Ranges => _ranges;

    /// <summary>Whether every byte of a range is in one range of the set.</summary>
    internal bool Contains(MapRange range) => range.Length == 0 || FirstEndingAfter(range.Offset) is { } found && found.Contains(range);

    /// <summary>Whether any byte of a range is in the set.</summary>
    internal bool Overlaps(MapRange range) => FirstEndingAfter(range.Offset) is { } found && found.Overlaps(range);

    /// <summary>The first range that ends after an offset: it holds the byte there, or is the next one; null if there is none.</summary>
    internal MapRange? FirstEndingAfter(long offset)
    {
        int index = IndexAfter(offset);
        return index < _ranges.Count ? _ranges[index] : null;
    }

    /// <summary>Adds a range, joined with those that it touches.</summary>
    internal void Add(MapRange range)
    {
        // A range that ends where this one begins is joined too.
        int index = IndexAfter(Math.Max(range.Offset - 1, 0));
        int count = 0;
        while (index + count < _ranges.Count && _ranges[index + count].Offset <= range.End)
        {
            count++;
        }

        if (count > 0)
        {
            long start = Math.Min(range.Offset, _ranges[index].Offset);
            long end = Math.Max(range.End, _ranges[index + count - 1].End);
            range = new MapRange(start, end - start);
            _ranges.RemoveRange(index, count);
        }

        _ranges.Insert(index, range);
    }

    /// <summary>Takes a range out; what reaches beyond it stays.</summary>
    internal void Remove(MapRange hole)
    {
        int index = IndexAfter(hole.Offset);
        int count = 0;
        while (index + count < _ranges.Count && _ranges[index + count].Overlaps(hole))
        {
            count++;
        }

        if (count == 0)
        {
            return;
        }

        MapRange first = _ranges[index];
        MapRange last = _ranges[index + count - 1];
        _ranges.RemoveRange(index, count);
        if (last.End > hole.End)
        {
            _ranges.Insert(index, last.From(hole.End));
        }

        if (first.Offset < hole.Offset)
        {
            _ranges.Insert(index, first.First(hole.Offset - first.Offset));
        }
    }

    private int IndexAfter(long offset)
    {
        int low = 0;
        int high = _ranges.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
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
