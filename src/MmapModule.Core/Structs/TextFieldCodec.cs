using System;
using System.Text;
using MmapModule.Access;

namespace MmapModule;

/// <summary>Text of a fixed number of bytes, which ends at the first zero character if there is one.</summary>
internal sealed class TextFieldCodec : FieldCodec
{
    private readonly Encoding _encoding;
    private readonly int _zeroWidth;
    private readonly int _unit;

    /// <param name="encoding">The encoding.</param>
    /// <param name="unit">What the count of the field counts, in bytes.</param>
    /// <param name="count">How many of them there are.</param>
    internal TextFieldCodec(Encoding encoding, int unit, int count = 1)
    {
        _encoding = encoding;
        _zeroWidth = TerminatedText.TerminatorWidth(encoding);
        _unit = unit;
        Size = unit * count;
    }

    /// <inheritdoc/>
    internal override int Size { get; }

    /// <inheritdoc/>
    internal override Type ValueType => typeof(string);

    /// <inheritdoc/>
    internal override object Decode(ReadOnlySpan<byte> bytes, RecordBuilder build)
    {
        int length = bytes.Length;
        for (int i = 0; i + _zeroWidth <= bytes.Length; i += _zeroWidth)
        {
            if (bytes.Slice(i, _zeroWidth).IndexOfAnyExcept((byte)0) < 0)
            {
                length = i;
                break;
            }
        }

        return length == 0 ? string.Empty : _encoding.GetString(bytes[..length]);
    }

    /// <summary>Zeros follow a text that is shorter.</summary>
    internal override int Encode(object value, Span<byte> bytes)
    {
        byte[] text = _encoding.GetBytes((string)value);
        if (text.Length <= bytes.Length)
        {
            text.CopyTo(bytes);
            bytes[text.Length..].Clear();
        }

        return text.Length;
    }

    /// <summary>Many characters are one text.</summary>
    internal override FieldCodec Repeat(int count) => new TextFieldCodec(_encoding, _unit, count);
}
