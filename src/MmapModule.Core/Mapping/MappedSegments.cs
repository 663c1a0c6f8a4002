using System.Collections.Generic;

namespace MmapModule.Mapping;

/// <summary>Which parts of a mapping still exist: page ranges relative to its start, in order, without overlap.</summary>
/// <remarks>Changed only inside the mapping's exclusive gate, read inside its shared gate.</remarks>
internal sealed class MappedSegments
{
    private readonly List<MapRange> _ranges;

    internal MappedSegments(long mappedLength) => _ranges = [new MapRange(0, mappedLength)];

    /// <summary>False until a part has been removed: the common case needs no search.</summary>
    internal bool HasHoles { get; private set; }

    internal IReadOnlyList<MapRange> Ranges => _ranges;

    internal bool Contains(MapRange range)
    {
        int index = FirstEndingAfter(range.Offset);
        return range.Length == 0 || (index < _ranges.Count && _ranges[index].Contains(range));
    }

    internal void Remove(MapRange hole)
    {
        HasHoles = true;
        int index = FirstEndingAfter(hole.Offset);
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
            _ranges.Insert(index, new MapRange(hole.End, last.End - hole.End));
        }

        if (first.Offset < hole.Offset)
        {
            _ranges.Insert(index, new MapRange(first.Offset, hole.Offset - first.Offset));
        }
    }

    /// <summary>The ranges are in order, so tens of thousands of holes stay cheap.</summary>
    private int FirstEndingAfter(long offset)
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
