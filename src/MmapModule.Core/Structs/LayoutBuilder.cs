using System;
using System.Collections.Generic;

namespace MmapModule;

/// <summary>Puts fields one after the other, on boundaries if wanted, and keeps the size in bounds.</summary>
internal sealed class LayoutBuilder
{
    /// <summary>A record is read into one array.</summary>
    internal static readonly long LargestSize = Array.MaxLength;

    private readonly List<MappedStructField> _fields = [];
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly int _pack;
    private long _position;
    private long _size;
    private int _alignment = 1;

    internal LayoutBuilder(int pack) => _pack = pack;

    internal int Count => _fields.Count;

    /// <summary>Whether a name is in use.</summary>
    internal bool Has(string name) => _names.Contains(name);

    /// <summary>The next field, or the end of the record, comes at this offset.</summary>
    internal bool TryMoveTo(long offset)
    {
        if (offset > LargestSize)
        {
            return false;
        }

        _position = offset;
        _size = Math.Max(_size, _position);
        return true;
    }

    internal bool TrySkip(long bytes) => bytes <= LargestSize && TryMoveTo(_position + bytes);

    /// <summary>Moves to the next multiple of a power of two.</summary>
    internal bool TryAlign(long unit) => unit <= LargestSize && TryMoveTo(MapRange.AlignUp(_position, unit));

    /// <summary>Adds a field; false if the record would become too large.</summary>
    /// <param name="name">A name that is not in use.</param>
    /// <param name="type">The type of an element.</param>
    /// <param name="count">How many elements; null for one that is not an array.</param>
    /// <param name="bigEndian">Most significant byte first.</param>
    /// <param name="isPlaced">The offset was given, so it stays what it is.</param>
    internal bool TryAdd(string name, FieldType type, int? count, bool bigEndian, bool isPlaced)
    {
        FieldCodec codec = type.Codec(bigEndian);
        if ((long)codec.Size * (count ?? 1) > LargestSize)
        {
            return false;
        }

        int boundary = Math.Min(type.Alignment, _pack);
        long start = isPlaced ? _position : MapRange.AlignUp(_position, boundary);
        FieldCodec whole = count is null ? codec : codec.Repeat(count.Value);
        if (!TryMoveTo(start + whole.Size))
        {
            return false;
        }

        _alignment = Math.Max(_alignment, boundary);
        _names.Add(name);
        _fields.Add(new MappedStructField(name, type, (int)start, count, whole, bigEndian));
        return true;
    }

    /// <summary>The layout; null if it would be too large. As in C, its size is a multiple of its boundary.</summary>
    internal MappedStruct? Build(string? name)
    {
        long size = MapRange.AlignUp(_size, _alignment);
        return size > LargestSize ? null : new MappedStruct(_fields.ToArray(), (int)size, _alignment, name);
    }
}
