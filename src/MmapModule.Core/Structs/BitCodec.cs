using System;

namespace MmapModule;

/// <summary>Some bits of a number. They are counted from the lowest one, or from the highest one if the most significant byte comes first.</summary>
internal sealed class BitCodec : FieldCodec
{
    private readonly FieldCodec _number;
    private readonly bool _bigEndian;
    private readonly int _shift;

    /// <param name="number">The number.</param>
    /// <param name="bigEndian">Its order.</param>
    /// <param name="first">How many bits belong to the fields before.</param>
    /// <param name="width">How many bits.</param>
    internal BitCodec(FieldCodec number, bool bigEndian, int first, int width)
    {
        _number = number;
        _bigEndian = bigEndian;
        Width = width;
        _shift = bigEndian ? (number.Size * 8) - first - width : first;
    }

    /// <summary>How many bits there are.</summary>
    internal int Width { get; }

    /// <inheritdoc/>
    internal override int Size => _number.Size;

    /// <inheritdoc/>
    internal override Type ValueType => _number.ValueType;

    private ulong Mask => Width == 64 ? ulong.MaxValue : (1UL << Width) - 1;

    private bool IsSigned => ValueType == typeof(sbyte) || ValueType == typeof(short) || ValueType == typeof(int) || ValueType == typeof(long);

    /// <summary>Whether a type is a number of which fields can be bits.</summary>
    internal static bool IsPossible(FieldCodec codec) => codec is not EnumCodec && (codec.ValueType.IsPrimitive && codec.ValueType != typeof(bool)
        && codec.ValueType != typeof(float) && codec.ValueType != typeof(double)) && codec is not VarintCodec and not Int24Codec;

    /// <inheritdoc/>
    internal override object Decode(ReadOnlySpan<byte> bytes, RecordBuilder build)
    {
        ulong bits = (Load(bytes) >> _shift) & Mask;
        long number = IsSigned ? (long)(bits << (64 - Width)) >> (64 - Width) : (long)bits;
        return Type.GetTypeCode(ValueType) switch
        {
            TypeCode.Byte => (byte)number,
            TypeCode.SByte => (sbyte)number,
            TypeCode.UInt16 => (ushort)number,
            TypeCode.Int16 => (short)number,
            TypeCode.UInt32 => (uint)number,
            TypeCode.Int32 => (int)number,
            TypeCode.UInt64 => (ulong)number,
            _ => number,
        };
    }

    /// <summary>Never called: the other bits of the number belong to other fields.</summary>
    internal override int Encode(object value, Span<byte> bytes) => throw new InvalidOperationException();

    /// <summary>Puts a value between the bits of the fields beside it.</summary>
    /// <returns>False if it has more bits.</returns>
    internal bool TryEncode(object value, Span<byte> bits, Span<byte> mask)
    {
        Int128 number = value switch
        {
            byte one => one,
            sbyte one => one,
            ushort one => one,
            short one => one,
            uint one => one,
            int one => one,
            ulong one => one,
            _ => (long)value,
        };
        Int128 limit = Int128.One << (IsSigned ? Width - 1 : Width);
        if (number >= limit || number < (IsSigned ? -limit : 0))
        {
            return false;
        }

        ulong place = Mask << _shift;
        Store(bits, (Load(bits) & ~place) | (((ulong)(long)(number & (Int128)Mask) << _shift) & place));
        Store(mask, Load(mask) | place);
        return true;
    }

    private ulong Load(ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            value = (value << 8) | bytes[_bigEndian ? i : bytes.Length - 1 - i];
        }

        return value;
    }

    private void Store(Span<byte> bytes, ulong value)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[_bigEndian ? bytes.Length - 1 - i : i] = (byte)(value >> (8 * i));
        }
    }
}
