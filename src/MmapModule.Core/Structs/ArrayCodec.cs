using System;

namespace MmapModule;

/// <summary>A fixed number of elements one after the other.</summary>
internal sealed class ArrayCodec : FieldCodec
{
    private readonly FieldCodec _element;
    private readonly int _count;

    internal ArrayCodec(FieldCodec element, int count)
    {
        _element = element;
        _count = count;
        Size = element.Size * count;
    }

    /// <inheritdoc/>
    internal override int Size { get; }

    /// <inheritdoc/>
    internal override Type ValueType => _element.ValueType;

    /// <inheritdoc/>
    internal override FieldCodec Element => _element;

    /// <inheritdoc/>
    internal override object Decode(ReadOnlySpan<byte> bytes, RecordBuilder build) => _element.DecodeArray(bytes, _count, build);

    /// <inheritdoc/>
    internal override int Encode(object value, Span<byte> bytes) => _element.Encode(value, bytes);
}
