using System;
using System.Globalization;
using System.Text;

namespace MmapModule.Formatting;

/// <summary>Shows what a write would change: the bytes before and after, side by side, and only the lines that differ.</summary>
internal sealed class HexDifference
{
    private const int BytesInLine = HexPair.BytesInLine;

    private readonly StringBuilder _text = new();
    private long _offset;
    private int _lines;
    private long _hidden;

    /// <summary>An empty difference.</summary>
    /// <param name="offset">The offset of the first byte.</param>
    internal HexDifference(long offset) => _offset = offset;

    /// <summary>Adds the next bytes.</summary>
    /// <param name="before">The bytes that are there: whole lines, except in the last call.</param>
    /// <param name="after">As many bytes that would be there.</param>
    internal void Add(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        for (int i = 0; i < before.Length; i += BytesInLine)
        {
            // Most of a large patch may be equal, and is passed over at the speed of memory.
            int differing = i + before[i..].CommonPrefixLength(after[i..]);
            if (differing == before.Length)
            {
                break;
            }

            i = differing - (differing % BytesInLine);
            int count = Math.Min(BytesInLine, before.Length - i);
            if (_lines == HexPair.MostLines)
            {
                _hidden++;
                continue;
            }

            _lines++;
            _text.AppendLine().Append(CultureInfo.InvariantCulture, $"  {_offset + i:X8}  ");
            HexPair.Append(_text, before.Slice(i, count));
            _text.Append("  ->  ");
            HexPair.Append(_text, after.Slice(i, count));
        }

        _offset += before.Length;
    }

    /// <summary>The lines, each after a line break.</summary>
    /// <returns>Text, never empty.</returns>
    public override string ToString()
    {
        string end = _lines == 0 ? "  The bytes there are the same already."
            : _hidden > 0 ? FormattableString.Invariant($"  ... and {_hidden} more lines of {BytesInLine} bytes that change")
            : string.Empty;
        return end.Length == 0 ? _text.ToString() : _text + Environment.NewLine + end;
    }
}
