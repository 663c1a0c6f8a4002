using System;
using System.Collections.Generic;
using System.Globalization;

namespace MmapModule.Search;

/// <summary>The bytes with which every match of a regular expression begins, if that can be told for certain.</summary>
/// <remarks>They are found many times faster than the expression, so it is tried only where they are.</remarks>
internal static class RegexPrefix
{
    /// <summary>A single byte is too common to be worth it.</summary>
    private const int Shortest = 2;

    private const string Quantifiers = "*+?{";
    private const string PlainPunctuation = " _-=:;,<>@#%&!~\"'/";

    /// <summary>The bytes at the beginning; empty if there are none, or if that is not certain.</summary>
    internal static byte[] Of(string pattern)
    {
        if (HasChoice(pattern))
        {
            return [];
        }

        List<byte> bytes = [];
        int i = SkipAnchor(pattern);
        while (TryReadByte(pattern, ref i, out byte value) && !(i < pattern.Length && Quantifiers.Contains(pattern[i], StringComparison.Ordinal)))
        {
            bytes.Add(value);
        }

        return bytes.Count >= Shortest ? [.. bytes] : [];
    }

    /// <summary>Whether there is a | outside of all brackets, or anything that makes brackets hard to count.</summary>
    private static bool HasChoice(string pattern)
    {
        int depth = 0;
        for (int i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    if (i < pattern.Length && pattern[i] == 'c')
                    {
                        return true;
                    }

                    break;
                case '[':
                    i = EndOfClass(pattern, i);
                    break;
                case '(' when i + 2 < pattern.Length && pattern[i + 1] == '?' && pattern[i + 2] is not (':' or '=' or '!' or '<'):
                    return true;
                case '(':
                    depth++;
                    break;
                case ')':
                    depth--;
                    break;
                case '|' when depth == 0:
                    return true;
                default:
                    break;
            }
        }

        return false;
    }

    private static int EndOfClass(string pattern, int start)
    {
        int i = start + 1;
        i += i < pattern.Length && pattern[i] == '^' ? 1 : 0;

        // A bracket at the beginning is one of the characters.
        i += i < pattern.Length && pattern[i] == ']' ? 1 : 0;
        while (i < pattern.Length && pattern[i] != ']')
        {
            i += pattern[i] == '\\' ? 2 : 1;
        }

        return i;
    }

    private static int SkipAnchor(string pattern) =>
        pattern.StartsWith('^') ? 1 : pattern.StartsWith(@"\b", StringComparison.Ordinal) ? 2 : 0;

    /// <summary>Reads what stands for exactly one byte, and moves behind it.</summary>
    private static bool TryReadByte(string pattern, ref int i, out byte value)
    {
        value = 0;
        if (i >= pattern.Length)
        {
            return false;
        }

        char first = pattern[i];
        if (char.IsAsciiLetterOrDigit(first) || PlainPunctuation.Contains(first, StringComparison.Ordinal))
        {
            value = (byte)first;
            i++;
            return true;
        }

        if (first != '\\' || i + 1 >= pattern.Length)
        {
            return false;
        }

        char second = pattern[i + 1];
        if (second == 'x' && i + 3 < pattern.Length
            && byte.TryParse(pattern.AsSpan(i + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value))
        {
            i += 4;
            return true;
        }

        if (!char.IsAscii(second) || char.IsLetterOrDigit(second))
        {
            return false;
        }

        value = (byte)second;
        i += 2;
        return true;
    }
}
