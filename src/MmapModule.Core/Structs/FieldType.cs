using System;

namespace MmapModule;

/// <summary>What the elements of a field are.</summary>
internal sealed class FieldType
{
    private readonly Func<bool, FieldCodec> _codec;

    internal FieldType(string name, int alignment, bool hasByteOrder, Func<bool, FieldCodec> codec)
    {
        Name = name;
        Alignment = alignment;
        HasByteOrder = hasByteOrder;
        _codec = codec;
    }

    internal FieldType(string name, MappedStruct layout)
        : this(name, layout.Alignment, hasByteOrder: false, _ => new StructCodec(layout)) => Struct = layout;

    /// <summary>The name in a definition.</summary>
    internal string Name { get; }

    /// <summary>The boundary it has in C.</summary>
    internal int Alignment { get; }

    /// <summary>Whether le and be make a difference.</summary>
    internal bool HasByteOrder { get; }

    /// <summary>The layout, if the elements are structures.</summary>
    internal MappedStruct? Struct { get; }

    /// <summary>What reads and writes one element.</summary>
    internal FieldCodec Codec(bool bigEndian) => _codec(bigEndian);
}
