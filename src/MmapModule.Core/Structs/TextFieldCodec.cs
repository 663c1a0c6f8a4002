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
        _zeroWidth = TextCodec.TerminatorWidth(encoding);
        _unit = unit;
        Size = unit * count;
    }

    /// <inheritdoc/>
    internal override int Size { get; }

    /// <inheritdoc/>
    internal override Type ValueType => typeof(string);

    /// <inheritdoc/>
    internal override object Decode(ReadOnlySpan<byte> bytes, RecordBuilder build) => Read(bytes);

    /// <summary>The encoding of the text.</summary>
    internal Encoding Encoding => _encoding;

    /// <summary>Whether bytes read as a text, after a first zero too.</summary>
    internal bool ReadsWhole(ReadOnlySpan<byte> bytes, string text) => TextCodec.GetString(_encoding, bytes).AsSpan().TrimEnd('\0').SequenceEqual(text.AsSpan().TrimEnd('\0'));

    /// <summary>Whether bytes read as a text.</summary>
    internal bool Reads(ReadOnlySpan<byte> bytes, string text) => Read(bytes) == text;

    /// <summary>Zeros follow a text that is shorter.</summary>
    /// <exception cref="MmapException">InvalidArgument: the encoding lacks a character.</exception>
    internal override int Encode(object value, Span<byte> bytes)
    {
        byte[] text = TextCodec.GetBytes(_encoding, (string)value);
        if (text.Length <= bytes.Length)
        {
            text.CopyTo(bytes);
            bytes[text.Length..].Clear();
        }

        return text.Length;
    }

    /// <summary>Many characters are one text.</summary>
    internal override FieldCodec Repeat(int count) => new TextFieldCodec(_encoding, _unit, count);

    private string Read(ReadOnlySpan<byte> bytes)
    {
        int zero = TerminatedText.IndexOfZero(bytes, _zeroWidth);
        int length = zero < 0 ? bytes.Length : zero;
        return length == 0 ? string.Empty : TextCodec.GetString(_encoding, bytes[..length]);
    }
}
