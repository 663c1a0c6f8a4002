using System.Collections.Generic;

namespace MmapModule.Mapping;

/// <summary>Which parts of a mapping still exist: page ranges relative to its start.</summary>
/// <remarks>Changed only inside the mapping's exclusive gate, read inside its shared gate.</remarks>
internal sealed class MappedSegments
{
    private readonly RangeSet _parts;

    internal MappedSegments(long mappedLength) => _parts = new RangeSet([new MapRange(0, mappedLength)]);

    /// <summary>False until a part has been removed: the common case needs no search.</summary>
    internal bool HasHoles { get; private set; }

    internal IReadOnlyList<MapRange> Ranges => _parts.Ranges;

    internal bool Contains(MapRange range) => _parts.Contains(range);

    internal void Remove(MapRange hole)
    {
        HasHoles = true;
        _parts.Remove(hole);
    }
}
