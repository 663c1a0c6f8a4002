using System;

namespace MmapModule;

/// <summary>Boolean values of one byte, as in C, or of four, as in Windows.</summary>
internal sealed class BoolCodec : FieldCodec
{
    private readonly bool _bigEndian;

    internal BoolCodec(int size, bool bigEndian = false)
    {
        Size = size;
        _bigEndian = bigEndian;
    }

    /// <inheritdoc/>
    internal override int Size { get; }

    /// <inheritdoc/>
    internal override Type ValueType => typeof(bool);

    /// <inheritdoc/>
    internal override object Decode(ReadOnlySpan<byte> bytes, RecordBuilder build) => bytes.IndexOfAnyExcept((byte)0) >= 0;

    /// <inheritdoc/>
    internal override bool IsSame(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.IndexOfAnyExcept((byte)0) >= 0 == right.IndexOfAnyExcept((byte)0) >= 0;

    /// <inheritdoc/>
    internal override int Encode(object value, Span<byte> bytes)
    {
        bytes.Clear();
        bytes[_bigEndian ? bytes.Length - 1 : 0] = (bool)value ? (byte)1 : (byte)0;
        return Size;
    }
}
