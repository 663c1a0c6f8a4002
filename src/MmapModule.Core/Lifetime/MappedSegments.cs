using System.Collections.Generic;

namespace MmapModule.Lifetime;

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
        if (range.Length == 0)
        {
            return true;
        }

        foreach (MapRange mapped in _ranges)
        {
            if (mapped.Contains(range))
            {
                return true;
            }
        }

        return false;
    }

    internal void Remove(MapRange hole)
    {
        HasHoles = true;
        List<MapRange> kept = [];
        foreach (MapRange mapped in _ranges)
        {
            if (!mapped.Overlaps(hole))
            {
                kept.Add(mapped);
                continue;
            }

            if (mapped.Offset < hole.Offset)
            {
                kept.Add(new MapRange(mapped.Offset, hole.Offset - mapped.Offset));
            }

            if (mapped.End > hole.End)
            {
                kept.Add(new MapRange(hole.End, mapped.End - hole.End));
            }
        }

        _ranges.Clear();
        _ranges.AddRange(kept);
    }
}
