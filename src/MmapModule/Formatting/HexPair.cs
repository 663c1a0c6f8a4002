using System;
using System.Globalization;
using System.Text;

namespace MmapModule.Formatting;

/// <summary>A line of bytes, in hex and as text, in which those that differ from another line are colored.</summary>
internal static class HexPair
{
    internal const int BytesInLine = MappedDifference.LineLength;

    /// <summary>More lines that differ are counted, not shown.</summary>
    internal const int MostLines = 16;

    /// <summary>What stands for a byte that a side does not have.</summary>
    internal const short Missing = -1;

    /// <summary>Appends one side of a line.</summary>
    /// <param name="text">Where it goes.</param>
    /// <param name="side">At most <see cref="BytesInLine"/> bytes, or <see cref="Missing"/>.</param>
    /// <param name="other">As many of the other side.</param>
    /// <param name="color">Begins the color of a byte that differs; may be empty.</param>
    /// <param name="reset">Ends it.</param>
    internal static void Append(StringBuilder text, ReadOnlySpan<short> side, ReadOnlySpan<short> other, string color, string reset)
    {
        for (int i = 0; i < BytesInLine; i++)
        {
            short value = i < side.Length ? side[i] : Missing;
            bool isColored = value != Missing && value != other[i];
            text.Append(isColored ? color : string.Empty);
            AppendDigits(text, value).Append(isColored ? reset : string.Empty).Append(' ');
        }

        text.Append(' ');
        for (int i = 0; i < side.Length; i++)
        {
            bool isColored = side[i] != Missing && side[i] != other[i];
            text.Append(isColored ? color : string.Empty);
            text.Append(side[i] == Missing ? ' ' : HexLayout.TextOf((byte)side[i])).Append(isColored ? reset : string.Empty);
        }
    }

    /// <summary>Appends one side of a line without colors, its text between bars.</summary>
    internal static void Append(StringBuilder text, ReadOnlySpan<byte> side)
    {
        for (int i = 0; i < BytesInLine; i++)
        {
            AppendDigits(text, i < side.Length ? side[i] : Missing).Append(' ');
        }

        text.Append('|').Append(HexLayout.FormatText(side)).Append('|');
    }

    private static StringBuilder AppendDigits(StringBuilder text, short value) =>
        text.Append(value == Missing ? "  " : value.ToString("X2", CultureInfo.InvariantCulture));
}
