using System;
using System.Collections.Generic;
using System.Text;

namespace MmapModule;

/// <summary>The types that a definition knows, under all their names.</summary>
internal static class FieldTypes
{
    private static readonly Dictionary<string, FieldType> s_types = new(StringComparer.OrdinalIgnoreCase);

    private static readonly FieldType[] s_all =
    [
        Number<byte>("u8", MappedValueType.Byte, "Byte", "UInt8", "uint8_t", "uchar", "__u8", "u_int8_t"),
        Number<sbyte>("i8", MappedValueType.SByte, "SByte", "Int8", "int8_t", "s8", "__s8"),
        Number<ushort>("u16", MappedValueType.UInt16, "UInt16", "uint16_t", "ushort", "__u16", "__le16", "u_int16_t"),
        Number<short>("i16", MappedValueType.Int16, "Int16", "int16_t", "short", "s16", "__s16"),
        Number<uint>("u32", MappedValueType.UInt32, "UInt32", "uint32_t", "uint", "__u32", "__le32", "u_int32_t"),
        Number<int>("i32", MappedValueType.Int32, "Int32", "int32_t", "int", "s32", "__s32"),
        Number<ulong>("u64", MappedValueType.UInt64, "UInt64", "uint64_t", "ulong", "__u64", "__le64", "u_int64_t"),
        Number<long>("i64", MappedValueType.Int64, "Int64", "int64_t", "long", "s64", "__s64"),
        Register(new FieldType("u24", 1, hasByteOrder: true, static bigEndian => new Int24Codec(isSigned: false, bigEndian))),
        Register(new FieldType("i24", 1, hasByteOrder: true, static bigEndian => new Int24Codec(isSigned: true, bigEndian)), "s24"),
        Register(new FieldType("varint", 1, hasByteOrder: false, static _ => new VarintCodec(isSigned: false)), "uleb128", "leb128"),
        Register(new FieldType("svarint", 1, hasByteOrder: false, static _ => new VarintCodec(isSigned: true)), "sleb128"),
        Number<Half>("f16", MappedValueType.Half, "Half"),
        Number<float>("f32", MappedValueType.Single, "Single", "float"),
        Number<double>("f64", MappedValueType.Double, "Double"),
        Number<decimal>("decimal", MappedValueType.Decimal),
        Number<Guid>("guid", MappedValueType.Guid, "uuid"),
        Register(new FieldType("bool", 1, hasByteOrder: false, static _ => new BoolCodec(1)), "bool8", "Boolean"),
        Register(new FieldType("bool32", 4, hasByteOrder: true, static bigEndian => new BoolCodec(4, bigEndian))),
        Text("char", TextCodec.Default),
        Text("utf8", TextCodec.Default),
        Text("ascii", Encoding.ASCII),
        Text("latin1", Encoding.Latin1),
        Register(new FieldType("utf16", 2, hasByteOrder: true, static bigEndian => new TextFieldCodec(bigEndian ? Encoding.BigEndianUnicode : Encoding.Unicode, 2)), "char16", "wchar"),
    ];

    /// <summary>The types under their first names, for completion and messages.</summary>
    internal static IReadOnlyList<FieldType> All => s_all;

    /// <summary>Whether a name means a type by itself.</summary>
    internal static bool IsKnown(string name) => Find(name, bigEndian: false, TextCodec.Default, out _) is not null || WithoutOrder(name) is not null;

    /// <summary>The type that a name with le or be at its end would mean if its bytes had an order; null for other names.</summary>
    internal static FieldType? WithoutOrder(string name) =>
        name.Length > 2 && (EndsIn(name, "be") || EndsIn(name, "le")) && s_types.TryGetValue(name[..^2], out FieldType? type) && !TakesOrder(name[..^2], type) ? type : null;

    /// <summary>The type with a name, which may end in le or be; null if there is none.</summary>
    internal static FieldType? Find(string name, bool bigEndian, Encoding encoding, out bool isBigEndian)
    {
        isBigEndian = bigEndian;

        // As the headers of Linux spell them.
        if (name is "__be16" or "__be32" or "__be64")
        {
            isBigEndian = true;
            name = "u" + name[4..];
        }
        else if (name is "__le16" or "__le32" or "__le64")
        {
            isBigEndian = false;
        }

        if (!s_types.TryGetValue(name, out FieldType? type) && name.Length > 2)
        {
            bool isBig = EndsIn(name, "be");
            if ((isBig || EndsIn(name, "le")) && s_types.TryGetValue(name[..^2], out type))
            {
                isBigEndian = isBig;
                type = TakesOrder(name[..^2], type) ? type : null;
            }
        }

        return type?.Name == "char" && encoding != TextCodec.Default ? MakeText("char", encoding) : type;
    }

    internal static FieldType OfNumber(MappedValueType type) => s_types[type.ToString()];

    private static bool EndsIn(string name, string order) => name.EndsWith(order, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether le or be after a name says something: in numbers of one byte, from which side bits are counted. __le32 says it already.</summary>
    private static bool TakesOrder(string name, FieldType type) =>
        (type.HasByteOrder || BitCodec.IsPossible(type.Codec(bigEndian: false))) && !name.StartsWith("__le", StringComparison.OrdinalIgnoreCase);

    /// <summary>In C the boundary of a number is its size; that of a GUID is the one of its largest member.</summary>
    private static FieldType Number<T>(string name, MappedValueType type, params string[] others)
        where T : unmanaged
    {
        int alignment = type == MappedValueType.Guid ? 4 : Math.Min(8, ValueCodec.SizeOf(type));
        bool hasByteOrder = ValueCodec.SizeOf(type) > 1;
        return Register(new FieldType(name, alignment, hasByteOrder, bigEndian => new NumberCodec<T>(type, bigEndian)), others);
    }

    private static FieldType Text(string name, Encoding encoding) => Register(MakeText(name, encoding));

    private static FieldType MakeText(string name, Encoding encoding) =>
        new(name, 1, hasByteOrder: false, _ => new TextFieldCodec(encoding, 1));

    private static FieldType Register(FieldType type, params string[] others)
    {
        s_types.Add(type.Name, type);
        foreach (string other in others)
        {
            s_types.TryAdd(other, type);
        }

        return type;
    }
}
