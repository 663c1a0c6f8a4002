using System;
using System.Collections.Generic;

namespace MmapModule;

/// <summary>A field of a <see cref="MappedStruct"/>.</summary>
public sealed class MappedStructField
{
    internal MappedStructField(string name, FieldType type, int offset, int? count, FieldCodec codec, bool bigEndian)
    {
        Name = name;
        ElementType = type;
        Offset = offset;
        Size = codec.Size;
        Count = count ?? 1;
        IsArray = count is not null;
        Codec = codec;
        BigEndian = bigEndian && type.HasByteOrder;
    }

    /// <summary>Makes a field of which the size or the number of elements depends on the record, or whose elements must be read one by one.</summary>
    internal MappedStructField(string name, FieldType type, int offset, FieldCount count, FieldCodec element, bool bigEndian, int size = LayoutBuilder.Unknown)
        : this(name, type, offset, null, element, bigEndian)
    {
        Size = size;
        IsArray = count != FieldCount.One;
        Count = count.Number ?? (IsArray ? LayoutBuilder.Unknown : 1);
        CountText = count.Kind == RecordCount.Fixed ? null : count.Text;
    }

    /// <summary>The name, by which the value is a property of what is read.</summary>
    public string Name { get; }

    /// <summary>The type as a definition spells it: u32be, char[8], struct[4].</summary>
    public string Type => ElementType.Name + (BigEndian ? "be" : string.Empty)
        + (CountText is not null ? "[" + CountText + "]" : IsArray ? FormattableString.Invariant($"[{Count}]") : string.Empty);

    /// <summary>Where it is, in bytes from the start of the record that it belongs to; -1 if that depends on the record.</summary>
    public int Offset { get; }

    /// <summary>How many bytes it has, all elements together; -1 if that depends on the record.</summary>
    public int Size { get; }

    /// <summary>How many elements it has; 1 if it is not an array, -1 if that depends on the record.</summary>
    public int Count { get; }

    /// <summary>True if it was defined with a count, even of 1.</summary>
    public bool IsArray { get; }

    /// <summary>True if the most significant byte comes first; false where there is no order.</summary>
    public bool BigEndian { get; }

    /// <summary>The fields of a nested structure; none for other types.</summary>
    public IReadOnlyList<MappedStructField> Fields => ElementType.Struct?.Fields ?? [];

    internal FieldType ElementType { get; }

    /// <summary>What a definition says about the number of elements, if that depends on the record.</summary>
    internal string? CountText { get; }

    internal FieldCodec Codec { get; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"@{(Offset < 0 ? "?" : Offset)} {Type} {Name}");
}
