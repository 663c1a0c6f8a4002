using System;
using System.Globalization;
using System.Text;

namespace MmapModule.Formatting;

/// <summary>Shows what a write would change: the bytes before and after, side by side, and only the lines that differ.</summary>
internal static class HexDifference
{
    private const int BytesInLine = 8;
    private const int LargestLineCount = 16;

    /// <summary>Formats the difference.</summary>
    /// <param name="offset">The offset of the first byte.</param>
    /// <param name="before">The bytes that are there.</param>
    /// <param name="after">As many bytes that would be there.</param>
    internal static string Format(long offset, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        StringBuilder text = new();
        int lines = 0;
        int hidden = 0;
        for (int i = 0; i < before.Length; i += BytesInLine)
        {
            int count = Math.Min(BytesInLine, before.Length - i);
            if (before.Slice(i, count).SequenceEqual(after.Slice(i, count)))
            {
                continue;
            }

            if (lines++ < LargestLineCount)
            {
                text.AppendLine().Append(CultureInfo.InvariantCulture, $"  {offset + i:X8}  ");
                AppendBytes(text, before.Slice(i, count));
                text.Append("  ->  ");
                AppendBytes(text, after.Slice(i, count));
            }
            else
            {
                hidden++;
            }
        }

        if (hidden > 0)
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"  ... and {hidden} more lines of {BytesInLine} bytes that change");
        }

        return lines == 0 ? Environment.NewLine + "  The bytes there are the same already." : text.ToString();
    }

    private static void AppendBytes(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i < BytesInLine; i++)
        {
            text.Append(i < bytes.Length ? bytes[i].ToString("X2", CultureInfo.InvariantCulture) : "  ").Append(' ');
        }

        text.Append('|');
        foreach (byte value in bytes)
        {
            text.Append(value is >= 0x20 and < 0x7F ? (char)value : '.');
        }

        text.Append('|');
    }
}
