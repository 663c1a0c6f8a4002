using System;

namespace MmapModule;

/// <summary>A structure inside of another one.</summary>
internal sealed class StructCodec : FieldCodec
{
    private readonly MappedStruct _layout;

    internal StructCodec(MappedStruct layout) => _layout = layout;

    /// <inheritdoc/>
    internal override int Size => _layout.Size;

    /// <inheritdoc/>
    internal override Type ValueType => typeof(object);

    /// <inheritdoc/>
    internal override object Decode(ReadOnlySpan<byte> bytes, RecordBuilder build) => _layout.Decode(bytes, build);

    /// <summary>Never called: only <see cref="RecordEncoder"/> knows where the values of the fields come from.</summary>
    internal override int Encode(object value, Span<byte> bytes) => throw new InvalidOperationException();
}
