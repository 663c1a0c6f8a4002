using System;
using System.Text;

namespace MmapModule;

/// <summary>Bytes that are always the same ones.</summary>
internal sealed class MagicCodec : FieldCodec
{
    private readonly byte[] _bytes;

    internal MagicCodec(byte[] bytes) => _bytes = bytes;

    /// <inheritdoc/>
    internal override int Size => _bytes.Length;

    /// <inheritdoc/>
    internal override Type ValueType => typeof(string);

    /// <summary>The bytes as characters.</summary>
    internal string Text => Encoding.Latin1.GetString(_bytes);

    /// <inheritdoc/>
    internal override object Decode(ReadOnlySpan<byte> bytes, RecordBuilder build) => Text;

    /// <inheritdoc/>
    internal override int Encode(object value, Span<byte> bytes)
    {
        _bytes.CopyTo(bytes);
        return _bytes.Length;
    }
}
