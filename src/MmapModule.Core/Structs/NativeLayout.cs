using System;
using System.Collections.Generic;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MmapModule;

/// <summary>Makes layouts from .NET structures. What the marshaller would take for a pointer is refused: it would follow bytes of a file.</summary>
internal static class NativeLayout
{
    private const BindingFlags InstanceFields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private const int DeepestNesting = 32;

    internal static MappedStruct Create(Type type)
    {
        if (type.ContainsGenericParameters || type.IsGenericType || type.IsPrimitive || type.IsEnum || type.IsArray || type.IsAutoLayout || type.IsAbstract || !IsStructure(type))
        {
            throw StructErrors.BadType(type, "it is not a structure with a sequential or explicit layout");
        }

        return Create(type, 0);
    }

    /// <summary>The field of a type that a field of its layout was made from.</summary>
    internal static FieldInfo? FieldOf(Type type, string name) =>
        type.GetField(name, InstanceFields) ?? type.GetField("<" + name + ">k__BackingField", InstanceFields);

    private static bool IsStructure(Type type) => type.IsValueType || (type.IsClass && type.BaseType == typeof(object));

    private static MappedStruct Create(Type type, int depth)
    {
        if (depth > DeepestNesting)
        {
            throw StructErrors.BadType(type, "structures are nested too deep");
        }

        List<MappedStructField> fields = [];
        foreach (FieldInfo field in type.GetFields(InstanceFields))
        {
            fields.Add(FieldOf(type, field, depth));
        }

        if (fields.Count == 0)
        {
            throw StructErrors.BadType(type, "it has no fields");
        }

        fields.Sort(static (left, right) => left.Offset.CompareTo(right.Offset));
        return new MappedStruct(fields.ToArray(), SizeOf(type), AlignmentOf(type, fields), type.Name, type);
    }

    private static int AlignmentOf(Type type, List<MappedStructField> fields)
    {
        int largest = 1;
        foreach (MappedStructField field in fields)
        {
            largest = Math.Max(largest, field.ElementType.Alignment);
        }

        return type.StructLayoutAttribute?.Pack is int pack and > 0 ? Math.Min(pack, largest) : largest;
    }

    private static MappedStructField FieldOf(Type type, FieldInfo field, int depth)
    {
        MarshalAsAttribute? marshal = field.GetCustomAttribute<MarshalAsAttribute>();
        FixedBufferAttribute? buffer = field.GetCustomAttribute<FixedBufferAttribute>();
        int? count = buffer?.Length ?? (IsByValue(field.FieldType, marshal) ? marshal!.SizeConst : null);
        Type element = buffer?.ElementType ?? (field.FieldType.IsArray ? field.FieldType.GetElementType()! : field.FieldType);
        if (count < 1 || (field.FieldType.IsArray && (count is null || field.FieldType.GetArrayRank() != 1)) || (buffer is not null && (element == typeof(char) || element == typeof(bool))))
        {
            throw StructErrors.BadType(type, "the array '" + field.Name + "' has no fixed size");
        }

        FieldType? kind = KindOf(type, element, field.FieldType.IsArray ? OfElements(marshal!) : marshal, depth);
        if (kind is null || (element == typeof(string) && count is null))
        {
            throw StructErrors.BadType(type, "the field '" + field.Name + "' is a " + field.FieldType.Name);
        }

        FieldCodec one = kind.Codec(bigEndian: false);
        int offset = (int)Marshal.OffsetOf(type, field.Name);
        FieldCodec codec = count is null ? one : one.Repeat(count.Value);
        return new MappedStructField(NameOf(field), kind, offset, count, codec, bigEndian: false);
    }

    /// <summary>The type that one element has in native memory; null if it would be a pointer or nothing known.</summary>
    private static FieldType? KindOf(Type owner, Type element, MarshalAsAttribute? marshal, int depth)
    {
        Type plain = element.IsEnum ? Enum.GetUnderlyingType(element) : element;
        bool isWide = owner.StructLayoutAttribute?.CharSet == CharSet.Unicode;
        if (plain == typeof(string))
        {
            return marshal?.Value == UnmanagedType.ByValTStr ? Text(isWide) : null;
        }

        if (plain == typeof(char))
        {
            return marshal is null or { Value: UnmanagedType.U1 or UnmanagedType.U2 } ? Text(marshal is null ? isWide : marshal.Value == UnmanagedType.U2) : null;
        }

        if (plain == typeof(bool))
        {
            return marshal?.Value switch
            {
                null or UnmanagedType.Bool => FieldTypes.Find("bool32", false, TextCodec.Default, out _),
                UnmanagedType.U1 or UnmanagedType.I1 => FieldTypes.Find("bool", false, TextCodec.Default, out _),
                _ => null,
            };
        }

        if (marshal is not null && plain.IsPrimitive && !IsOwnWidth(marshal.Value, plain))
        {
            return null;
        }

        if (plain == typeof(nint) || plain == typeof(nuint))
        {
            return FieldTypes.OfNumber(plain == typeof(nint) ? MappedValueType.Int64 : MappedValueType.UInt64);
        }

        if (plain != typeof(decimal) && Enum.TryParse(plain.Name, out MappedValueType number) && ValueCodec.TypeOf(number) == plain)
        {
            return FieldTypes.OfNumber(number);
        }

        bool isStruct = plain.IsValueType && !plain.IsPrimitive && !plain.IsGenericType && !plain.IsAutoLayout && plain != typeof(decimal) && plain.Namespace != nameof(System);
        return isStruct ? new FieldType(plain.Name, Create(plain, depth + 1)) : null;
    }

    /// <summary>What an array says of its elements.</summary>
    private static MarshalAsAttribute? OfElements(MarshalAsAttribute array) => array.ArraySubType == 0 ? null : new MarshalAsAttribute(array.ArraySubType);

    private static bool IsByValue(Type type, MarshalAsAttribute? marshal) =>
        (type.IsArray && marshal?.Value == UnmanagedType.ByValArray) || (type == typeof(string) && marshal?.Value == UnmanagedType.ByValTStr);

    private static bool IsOwnWidth(UnmanagedType unmanaged, Type type) => unmanaged switch
    {
        UnmanagedType.I1 or UnmanagedType.U1 => type == typeof(byte) || type == typeof(sbyte),
        UnmanagedType.I2 or UnmanagedType.U2 => type == typeof(short) || type == typeof(ushort),
        UnmanagedType.I4 or UnmanagedType.U4 => type == typeof(int) || type == typeof(uint),
        UnmanagedType.I8 or UnmanagedType.U8 => type == typeof(long) || type == typeof(ulong),
        UnmanagedType.R4 => type == typeof(float),
        UnmanagedType.R8 => type == typeof(double),
        UnmanagedType.SysInt or UnmanagedType.SysUInt => type == typeof(nint) || type == typeof(nuint),
        _ => false,
    };

    private static FieldType Text(bool isWide) =>
        FieldTypes.Find(isWide ? "utf16" : "char", bigEndian: false, TextCodec.Default, out _)!;

    private static string NameOf(FieldInfo field) =>
        field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;

    private static int SizeOf(Type type)
    {
        try
        {
            return Marshal.SizeOf(type);
        }
        catch (ArgumentException error)
        {
            throw StructErrors.BadType(type, error.Message.TrimEnd('.'));
        }
    }
}
