using System;

namespace MmapModule;

/// <summary>Reads and writes one field.</summary>
internal abstract class FieldCodec
{
    /// <summary>How many bytes the field has.</summary>
    internal abstract int Size { get; }

    /// <summary>The .NET type that <see cref="Encode"/> takes for one element.</summary>
    internal abstract Type ValueType { get; }

    /// <summary>The value of the field.</summary>
    /// <param name="bytes">The bytes of the field.</param>
    /// <param name="build">Makes the objects of nested structures.</param>
    internal abstract object Decode(ReadOnlySpan<byte> bytes, RecordBuilder build);

    /// <summary>Writes one element, which is of <see cref="ValueType"/>.</summary>
    /// <returns>How many bytes the value needs; nothing is written if that is more than there are.</returns>
    internal abstract int Encode(object value, Span<byte> bytes);

    /// <summary>What one element of the field is read and written by.</summary>
    internal virtual FieldCodec Element => this;

    /// <summary>Whether two elements read as the same value although their bytes may differ.</summary>
    internal virtual bool IsSame(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => left.SequenceEqual(right);

    /// <summary>The codec of a field that has as many elements.</summary>
    internal virtual FieldCodec Repeat(int count) => new ArrayCodec(this, count);

    /// <summary>The values of several elements.</summary>
    internal virtual Array DecodeArray(ReadOnlySpan<byte> bytes, int count, RecordBuilder build)
    {
        Array values = Array.CreateInstance(ValueType, count);
        for (int i = 0; i < count; i++)
        {
            values.SetValue(Decode(bytes.Slice(i * Size, Size), build), i);
        }

        return values;
    }
}
