using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace MmapModule.Tests;

/// <summary>Hex views as text, and back.</summary>
internal static class HexText
{
    private const string Escape = "\u001b[";

    internal static HexStyle Colors { get; } = new()
    {
        Zero = Escape + "90m",
        Printable = Escape + "36m",
        Whitespace = Escape + "32m",
        Control = Escape + "35m",
        High = Escape + "33m",
        Highlight = Escape + "7m",
        Reset = Escape + "0m",
    };

    /// <summary>Bytes of all kinds, many of which make lines that repeat.</summary>
    internal static Gen<byte[]> Bytes() => Gen.OneOf(
        Gen.Choose(0, 255).Select(static value => (byte)value).ArrayOf(),
        Gen.Frequency((20, Gen.Constant((byte)0)), (1, Gen.Constant((byte)'A'))).ArrayOf(300),
        Gen.Choose(0, 400).Select(static length => Data.Filled(length, 0xAA))).Where(static bytes => bytes.Length > 0);

    /// <summary>The lines as a program would print them.</summary>
    internal static string Print(IEnumerable<HexLine> lines)
    {
        StringBuilder text = new();
        foreach (HexLine line in lines)
        {
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    internal static string WithoutColors(string text) => Regex.Replace(text, @"\u001b\[\d+m", string.Empty);

    /// <summary>The bytes that printed lines in file order stand for.</summary>
    internal static byte[] Parse(string text, int width, int length)
    {
        List<byte> bytes = new(length);
        bool isRepeat = false;
        long origin = -1;
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line == "*")
            {
                isRepeat = true;
                continue;
            }

            long offset = long.Parse(line.AsSpan(0, line.IndexOf(':', StringComparison.Ordinal)), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            origin = origin < 0 ? offset : origin;
            while (isRepeat && origin + bytes.Count < offset)
            {
                bytes.AddRange(bytes.GetRange(bytes.Count - width, width));
            }

            isRepeat = false;
            int start = line.IndexOf(':', StringComparison.Ordinal) + 2;
            int end = line.IndexOf("  ", start, StringComparison.Ordinal);
            bytes.AddRange(Convert.FromHexString(line[start..(end < 0 ? line.Length : end)].Replace(" ", null, StringComparison.Ordinal)));
        }

        return [.. bytes];
    }
}
