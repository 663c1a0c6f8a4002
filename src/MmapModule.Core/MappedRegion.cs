using System;

namespace MmapModule;

/// <summary>A view of part of a map. It copies nothing and stays valid as long as its map does.</summary>
public class MappedRegion : MappedMemory, IComparable<MappedRegion>, IComparable
{
    private readonly MemoryMap? _map;
    private readonly MapRange _range;

    /// <summary>Makes a region that keeps its map alive, or its file in mind if the map is there only for now.</summary>
    internal MappedRegion(MemoryMap map, MapRange range)
        : this(map.Source is null ? map : null, map.Source, range)
    {
    }

    private MappedRegion(MemoryMap? map, MapSource? source, MapRange range)
    {
        _map = map;
        Source = source;
        _range = range;
    }

    /// <summary>The map it is part of. What a cmdlet has found in a file that it was given by path maps the file again here.</summary>
    public MemoryMap Map => _map ?? Source!.Open();

    /// <summary>The id of the map; null for a part of a file that nothing has requested yet, so that it is not mapped.</summary>
    public int? MapId => (_map ?? Source!.Current)?.Id;

    /// <summary>The path of the map, so that what was found in many files can be told apart.</summary>
    public string? Path => Source is null ? _map!.Path : Source.Path;

    /// <summary>Where it starts, in bytes from the start of the map - never of the file or of another region.</summary>
    public long Offset => _range.Offset;

    /// <inheritdoc/>
    public override long Length => _range.Length;

    /// <inheritdoc/>
    public override ulong Address => (_map ?? Source!.Current)?.Address is > 0 and ulong start ? start + (ulong)Offset : 0;

    internal override MemoryMap Owner => Map;

    internal override long Start => _range.Offset;

    /// <summary>The file to map when the bytes are asked for; null if the region holds its map.</summary>
    internal MapSource? Source { get; }

    /// <summary>The same range of a map, whoever removes that map.</summary>
    internal static MappedRegion Within(MemoryMap map, MapRange range) => new(map, null, range);

    /// <summary>A range of what a map or region belongs to. Nothing is mapped for it.</summary>
    internal static MappedRegion PartOf(MappedMemory input, MapRange range) =>
        input is MappedRegion region ? new MappedRegion(region._map, region.Source, range) : new MappedRegion((MemoryMap)input, range);

    /// <summary>Whether it is a part of what a map shows.</summary>
    internal bool IsIn(MemoryMap map) => Source is not null ? Source.IsIn(map) : _map == map || map.Source?.IsIn(_map!) == true;

    /// <summary>Orders regions by map, offset and length: only what is the same range is equal, so that Sort-Object -Unique drops no other.</summary>
    /// <param name="other">Another region.</param>
    /// <returns>Less than, equal to or greater than 0.</returns>
    public virtual int CompareTo(MappedRegion? other)
    {
        if (other is null)
        {
            return 1;
        }

        int byMap = CompareMaps(other);
        int byOffset = byMap != 0 ? byMap : Offset.CompareTo(other.Offset);
        return byOffset != 0 ? byOffset : Length.CompareTo(other.Length);
    }

    /// <inheritdoc/>
    public int CompareTo(object? obj) => CompareTo(obj as MappedRegion);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Place} [0x{Offset:X}, {ByteCount.Text(Length)}]");

    /// <summary>What it is a part of, in words.</summary>
    private protected string Place => Source is null ? FormattableString.Invariant($"Map {_map!.Id}") : Shown.Name(Source.Path);

    /// <summary>Maps come in the order of their ids, and files that are not mapped after them in the order of their paths.</summary>
    private int CompareMaps(MappedRegion other) => (Source, other.Source) switch
    {
        (null, null) => _map!.Id.CompareTo(other._map!.Id),
        (null, _) => -1,
        (_, null) => 1,
        _ => string.CompareOrdinal(Source.Path, other.Source.Path),
    };
}
