using System;

namespace MmapModule;

/// <summary>A view of part of a map. It copies nothing and stays valid as long as its map does.</summary>
public class MappedRegion : MappedMemory, IComparable<MappedRegion>, IComparable
{
    private readonly MapRange _range;

    internal MappedRegion(MemoryMap map, MapRange range)
    {
        Map = map;
        _range = range;
    }

    /// <summary>The map it is part of.</summary>
    public MemoryMap Map { get; }

    /// <summary>The path of the map, so that what was found in many files can be told apart.</summary>
    public string? Path => Map.Path;

    /// <summary>Where it starts, in bytes from the start of the map - never of the file or of another region.</summary>
    public long Offset => _range.Offset;

    /// <inheritdoc/>
    public override long Length => _range.Length;

    /// <inheritdoc/>
    public override ulong Address => Map.Address == 0 ? 0 : Map.Address + (ulong)Offset;

    internal override MemoryMap Owner => Map;

    internal override long Start => _range.Offset;

    /// <summary>Orders regions by map, offset and length: only what is the same range is equal, so that Sort-Object -Unique drops no other.</summary>
    /// <param name="other">Another region.</param>
    /// <returns>Less than, equal to or greater than 0.</returns>
    public int CompareTo(MappedRegion? other)
    {
        if (other is null)
        {
            return 1;
        }

        int byMap = Map.Id.CompareTo(other.Map.Id);
        int byOffset = byMap != 0 ? byMap : Offset.CompareTo(other.Offset);
        return byOffset != 0 ? byOffset : Length.CompareTo(other.Length);
    }

    /// <inheritdoc/>
    public int CompareTo(object? obj) => CompareTo(obj as MappedRegion);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"Map {Map.Id} [0x{Offset:X}, {ByteCount.Text(Length)}]");
}
