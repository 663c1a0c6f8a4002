using System;

namespace MmapModule;

/// <summary>Integers of three bytes.</summary>
internal sealed class Int24Codec : FieldCodec
{
    private const int Bytes = 3;
    private const int Width = Bytes * PartialNumber.BitsOfByte;

    private readonly bool _isSigned;
    private readonly bool _bigEndian;

    internal Int24Codec(bool isSigned, bool bigEndian)
    {
        _isSigned = isSigned;
        _bigEndian = bigEndian;
    }

    /// <inheritdoc/>
    internal override int Size => Bytes;

    /// <inheritdoc/>
    internal override Type ValueType => _isSigned ? typeof(int) : typeof(uint);

    /// <inheritdoc/>
    internal override object Decode(ReadOnlySpan<byte> bytes, RecordBuilder build)
    {
        int value = (int)PartialNumber.Extend(PartialNumber.Load(bytes, _bigEndian), Width, _isSigned);
        return _isSigned ? value : (uint)value;
    }

    /// <inheritdoc/>
    internal override int Encode(object value, Span<byte> bytes)
    {
        Int128 number = ValueConversion.NumberOf(value)!.Value;
        if (!PartialNumber.Fits(number, Width, _isSigned))
        {
            return Bytes + 1;
        }

        PartialNumber.Store(bytes, _bigEndian, unchecked((ulong)number));
        return Bytes;
    }
}
