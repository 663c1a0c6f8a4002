using System;

namespace MmapModule;

/// <summary>Integers of three bytes.</summary>
internal sealed class Int24Codec : FieldCodec
{
    private const int Bytes = 3;
    private const int SignBit = 1 << 23;

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
        int value = _bigEndian ? (bytes[0] << 16) | (bytes[1] << 8) | bytes[2] : (bytes[2] << 16) | (bytes[1] << 8) | bytes[0];
        return !_isSigned ? (uint)value : (value ^ SignBit) - SignBit;
    }

    /// <inheritdoc/>
    internal override int Encode(object value, Span<byte> bytes)
    {
        long number = value is int signed ? signed : (uint)value;
        if (_isSigned ? number is < -SignBit or >= SignBit : number >= 2 * SignBit)
        {
            return Bytes + 1;
        }

        for (int i = 0; i < Bytes; i++)
        {
            bytes[_bigEndian ? Bytes - 1 - i : i] = (byte)(number >> (8 * i));
        }

        return Bytes;
    }
}
