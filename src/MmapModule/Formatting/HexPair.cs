using System;
using System.Globalization;
using System.Text;

namespace MmapModule.Formatting;

/// <summary>A line of bytes, in hex and as text, in which those that differ from another line are coloured.</summary>
internal static class HexPair
{
    internal const int BytesInLine = 8;

    /// <summary>What stands for a byte that a side does not have.</summary>
    internal const short Missing = -1;

    /// <summary>Appends one side of a line.</summary>
    /// <param name="text">Where it goes.</param>
    /// <param name="side">At most <see cref="BytesInLine"/> bytes, or <see cref="Missing"/>.</param>
    /// <param name="other">As many of the other side.</param>
    /// <param name="colour">Begins the colour of a byte that differs; may be empty.</param>
    /// <param name="reset">Ends it.</param>
    internal static void Append(StringBuilder text, ReadOnlySpan<short> side, ReadOnlySpan<short> other, string colour, string reset)
    {
        for (int i = 0; i < BytesInLine; i++)
        {
            bool isKnown = i < side.Length && side[i] != Missing;
            bool isColoured = isKnown && side[i] != other[i];
            text.Append(isColoured ? colour : string.Empty);
            text.Append(isKnown ? side[i].ToString("X2", CultureInfo.InvariantCulture) : "  ");
            text.Append(isColoured ? reset : string.Empty).Append(' ');
        }

        text.Append(' ');
        for (int i = 0; i < side.Length; i++)
        {
            bool isColoured = side[i] != Missing && side[i] != other[i];
            text.Append(isColoured ? colour : string.Empty);
            text.Append(side[i] == Missing ? ' ' : side[i] is >= 0x20 and < 0x7F ? (char)side[i] : '.');
            text.Append(isColoured ? reset : string.Empty);
        }
    }
}
