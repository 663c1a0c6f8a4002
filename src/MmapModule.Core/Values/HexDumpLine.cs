using System;
using System.Collections.Generic;

namespace MmapModule;

/// <summary>
/// Knows the lines of hex dumps (xxd, hexdump, od, Format-Hex, Format-MappedRegion, debuggers): their offset and the text at
/// their right are made of hex digits too, but they are not bytes.
/// </summary>
internal static class HexDumpLine
{
    /// <summary>No tool writes offsets with fewer digits, unless a colon or a gap follows.</summary>
    private const int ShortestOffset = 6;

    private const int ByteDigits = 2;

    /// <summary>Whether one of the lines may come from a dump.</summary>
    internal static bool IsIn(string text)
    {
        foreach (string line in text.Split('\n', '\r'))
        {
            if (line.Contains('|', StringComparison.Ordinal) || HasOffsetColon(line) || HasOffsetOrText(line))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Between bytes a colon stands right between two digits of each; elsewhere it ends an offset or begins a record.</summary>
    private static bool HasOffsetColon(string line)
    {
        for (int i = line.IndexOf(':', StringComparison.Ordinal); i >= 0; i = line.IndexOf(':', i + 1))
        {
            int before = i;
            while (before > 0 && IsDigit(line[before - 1]))
            {
                before--;
            }

            int behind = i + 1;
            if (behind + 1 < line.Length && line[behind] == '0' && line[behind + 1] is 'x' or 'X')
            {
                behind += ByteDigits;
            }

            int start = behind;
            while (behind < line.Length && IsDigit(line[behind]))
            {
                behind++;
            }

            if (i - before != ByteDigits || behind - start != ByteDigits)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasOffsetOrText(string line)
    {
        List<(int Start, string Text)> parts = PartsOf(line);
        if (parts.Count < 2 || line.Contains('?', StringComparison.Ordinal))
        {
            return false;
        }

        (int start, string first) = parts[0];
        string second = parts[1].Text;
        bool isWideGap = HasGap(line, start + first.Length, parts[1].Start);
        ReadOnlySpan<char> digits = Digits(first, out bool isHex);
        bool isOther = digits.Length != Digits(second.TrimEnd(','), out bool isSecondHex).Length && !(isHex && isSecondHex);
        bool isOffset = isOther
            && IsHex(digits)
            && (digits.Length >= ShortestOffset || (digits.Length > ByteDigits && isWideGap));
        return isOffset || IsShownText(line, parts);
    }

    /// <summary>Whether the last part shows the bytes before it as text.</summary>
    private static bool IsShownText(string line, List<(int Start, string Text)> parts)
    {
        (int start, string last) = parts[^1];
        (int previousStart, string previous) = parts[^2];
        if (!HasGap(line, previousStart + previous.Length, start))
        {
            return false;
        }

        int count = 0;
        for (int part = 0; part < parts.Count - 1; part++)
        {
            ReadOnlySpan<char> digits = Digits(parts[part].Text, out _);
            for (int i = 0; i < digits.Length; i += ByteDigits, count++)
            {
                if (i + 1 == digits.Length || !char.IsAsciiHexDigit(digits[i]) || !char.IsAsciiHexDigit(digits[i + 1]) || count == last.Length)
                {
                    return false;
                }

                int value = (Convert.ToInt32(digits[i].ToString(), 16) << 4) | Convert.ToInt32(digits[i + 1].ToString(), 16);
                if ((value is < 0x20 or > 0x7E ? '.' : (char)value) != last[count])
                {
                    return false;
                }
            }
        }

        return count == last.Length;
    }

    private static List<(int Start, string Text)> PartsOf(string line)
    {
        List<(int Start, string Text)> parts = [];
        int i = 0;
        while (i < line.Length)
        {
            int start = i;
            while (i < line.Length && line[i] is not (' ' or '\t'))
            {
                i++;
            }

            if (i > start)
            {
                parts.Add((start, line[start..i]));
            }

            i = Math.Max(i, start + 1);
        }

        return parts;
    }

    private static bool HasGap(string line, int end, int next) => next - end > 1 || line[end] == '\t';

    private static ReadOnlySpan<char> Digits(string part, out bool hasPrefix)
    {
        hasPrefix = part.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return hasPrefix ? part.AsSpan(2) : part;
    }

    private static bool IsHex(ReadOnlySpan<char> digits)
    {
        foreach (char digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                return false;
            }
        }

        return digits.Length > 0;
    }

    private static bool IsDigit(char c) => c == '?' || char.IsAsciiHexDigit(c);
}
