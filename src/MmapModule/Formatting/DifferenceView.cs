using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace MmapModule.Formatting;

/// <summary>Shows a difference as lines of hex, side by side.</summary>
public static class DifferenceView
{
    /// <summary>The column of offsets.</summary>
    /// <param name="difference">A difference, perhaps from another process.</param>
    /// <returns>The offset of each line.</returns>
    public static string Offsets(PSObject difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        DifferenceBytes bytes = DifferenceBytes.From(difference);
        StringBuilder text = new();
        foreach (int line in Lines(bytes))
        {
            AppendBreak(text).Append(CultureInfo.InvariantCulture, $"{bytes.Start + line:X8}");
        }

        return text.ToString();
    }

    /// <summary>The column of the reference.</summary>
    /// <param name="difference">A difference, perhaps from another process.</param>
    /// <param name="psStyle">The variable $PSStyle.</param>
    /// <param name="isTerminal">Whether the host shows escape sequences.</param>
    /// <returns>The bytes of each line and, if there are too many, how many are not shown.</returns>
    public static string Reference(PSObject difference, object? psStyle, bool isTerminal)
    {
        ArgumentNullException.ThrowIfNull(difference);
        HexStyle style = HexPalette.From(psStyle, isTerminal);
        DifferenceBytes bytes = DifferenceBytes.From(difference);
        List<int> lines = Lines(bytes);
        string text = Side(bytes.Left, bytes.Right, lines, style.Removed, style.Reset);
        string rest = Rest(difference, bytes, lines);
        return rest.Length == 0 ? text : text + Environment.NewLine + rest;
    }

    /// <summary>The column of the difference object.</summary>
    /// <param name="difference">A difference, perhaps from another process.</param>
    /// <param name="psStyle">The variable $PSStyle.</param>
    /// <param name="isTerminal">Whether the host shows escape sequences.</param>
    /// <returns>The bytes of each line.</returns>
    public static string Difference(PSObject difference, object? psStyle, bool isTerminal)
    {
        ArgumentNullException.ThrowIfNull(difference);
        HexStyle style = HexPalette.From(psStyle, isTerminal);
        DifferenceBytes bytes = DifferenceBytes.From(difference);
        return Side(bytes.Right, bytes.Left, Lines(bytes), style.Added, style.Reset);
    }

    /// <summary>What has been compared; differences of the same inputs are shown under one heading.</summary>
    /// <param name="difference">A difference, perhaps from another process.</param>
    /// <returns>Two lines of text.</returns>
    public static string Inputs(PSObject difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        return "Reference:  " + difference.Properties[nameof(MappedDifference.ReferenceName)]?.Value
            + Environment.NewLine + "Difference: " + difference.Properties[nameof(MappedDifference.DifferenceName)]?.Value;
    }

    /// <summary>A few bytes in hex.</summary>
    /// <param name="bytes">Any number of bytes.</param>
    /// <returns>At most 32 of them.</returns>
    public static string Hex(byte[]? bytes)
    {
        const int most = 32;
        ReadOnlySpan<byte> shown = bytes.AsSpan(0, Math.Min(most, bytes?.Length ?? 0));
        string text = HexPattern.FromBytes(shown).ToString();
        return bytes?.Length > most ? text + " ..." : text;
    }

    /// <summary>The lines that differ, as positions in the bytes. A block has equal lines too, which are skipped.</summary>
    private static List<int> Lines(DifferenceBytes bytes)
    {
        List<int> lines = [];
        for (int line = 0; line < bytes.Left.Length && lines.Count < HexPair.MostLines; line += HexPair.BytesInLine)
        {
            if (!bytes.Left.AsSpan(line, HexPair.BytesInLine).SequenceEqual(bytes.Right.AsSpan(line, HexPair.BytesInLine)))
            {
                lines.Add(line);
            }
        }

        return lines;
    }

    private static string Side(short[] side, short[] other, List<int> lines, string color, string reset)
    {
        StringBuilder text = new();
        foreach (int line in lines)
        {
            HexPair.Append(AppendBreak(text), side.AsSpan(line, HexPair.BytesInLine), other.AsSpan(line, HexPair.BytesInLine), color, reset);
        }

        return text.ToString();
    }

    private static string Rest(PSObject difference, DifferenceBytes bytes, List<int> lines)
    {
        int shown = lines.Count < HexPair.MostLines ? bytes.Left.Length : lines[^1] + HexPair.BytesInLine;
        bool isDifferent = !bytes.Left.AsSpan(shown).SequenceEqual(bytes.Right.AsSpan(shown));
        long rest = DifferenceBytes.Number(difference, nameof(MappedDifference.Offset)) + DifferenceBytes.Number(difference, nameof(MappedDifference.Length)) - bytes.Start - shown;
        return rest > 0 && (isDifferent || bytes.Start + bytes.Left.Length < bytes.Start + shown + rest)
            ? FormattableString.Invariant($"... and {rest} more bytes")
            : string.Empty;
    }

    private static StringBuilder AppendBreak(StringBuilder text) => text.Length == 0 ? text : text.Append(Environment.NewLine);
}
