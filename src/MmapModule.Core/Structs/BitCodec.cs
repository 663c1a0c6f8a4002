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
        _shift = bigEndian ? (number.Size * PartialNumber.BitsOfByte) - first - width : first;
    }

    /// <summary>How many bits there are.</summary>
    internal int Width { get; }

    /// <inheritdoc/>
    internal override int Size => _number.Size;

    /// <inheritdoc/>
    internal override Type ValueType => _number.ValueType;

    private bool IsSigned => ValueConversion.IsSigned(ValueType);

    /// <summary>Whether a type is a number of which fields can be bits.</summary>
    internal static bool IsPossible(FieldCodec codec) => codec is not EnumCodec && (codec.ValueType.IsPrimitive && codec.ValueType != typeof(bool)
        && codec.ValueType != typeof(float) && codec.ValueType != typeof(double)) && codec is not VarintCodec and not Int24Codec;

    /// <inheritdoc/>
    internal override object Decode(ReadOnlySpan<byte> bytes, RecordBuilder build) =>
        ValueConversion.Narrow(PartialNumber.Extend(PartialNumber.Load(bytes, _bigEndian) >> _shift, Width, IsSigned), ValueType)!;

    /// <summary>Never called: the other bits of the number belong to other fields.</summary>
    internal override int Encode(object value, Span<byte> bytes) => throw new InvalidOperationException();

    /// <summary>Puts a value between the bits of the fields beside it.</summary>
    /// <returns>False if it has more bits.</returns>
    internal bool TryEncode(object value, Span<byte> bits, Span<byte> mask)
    {
        Int128 number = ValueConversion.NumberOf(value)!.Value;
        if (!PartialNumber.Fits(number, Width, IsSigned))
        {
            return false;
        }

        ulong place = PartialNumber.Mask(Width) << _shift;
        ulong others = PartialNumber.Load(bits, _bigEndian) & ~place;
        PartialNumber.Store(bits, _bigEndian, others | ((unchecked((ulong)number) << _shift) & place));
        PartialNumber.Store(mask, _bigEndian, PartialNumber.Load(mask, _bigEndian) | place);
        return true;
    }

    /// <summary>Whether all of the bits are marked.</summary>
    internal bool IsCovered(ReadOnlySpan<byte> mask)
    {
        ulong place = PartialNumber.Mask(Width) << _shift;
        return (PartialNumber.Load(mask, _bigEndian) & place) == place;
    }
}
