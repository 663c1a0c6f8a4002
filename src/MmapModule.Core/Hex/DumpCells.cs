using System;
using System.Collections.Generic;

namespace MmapModule;

/// <summary>The bytes of one line of a dump, without its offset.</summary>
internal sealed class DumpCells
{
    private const int BitCount = 8;

    private DumpCells(byte[] bytes) => Bytes = bytes;

    /// <summary>The bytes.</summary>
    internal byte[] Bytes { get; }

    /// <summary>Bits or hex: only the text at the right could tell, and there is none.</summary>
    internal bool IsUnclear { get; private init; }

    /// <summary>The text at the right has the bytes of each group in the other order.</summary>
    internal bool IsLittleEndian { get; private init; }

    /// <summary>Reads groups of digits, and what follows them after two spaces.</summary>
    /// <param name="line">The line from the first digit.</param>
    /// <param name="isFramed">There is no text, and two spaces are a gap between groups.</param>
    /// <returns>The bytes; null if they are no bytes.</returns>
    internal static DumpCells? Read(ReadOnlySpan<char> line, bool isFramed)
    {
        List<string> groups = [];
        int at = 0;
        while (at < line.Length)
        {
            int end = at;
            while (end < line.Length && line[end] != ' ')
            {
                if (!char.IsAsciiHexDigit(line[end++]))
                {
                    return null;
                }
            }

            if ((end - at) % 2 != 0)
            {
                return null;
            }

            groups.Add(line[at..end].ToString());
            int next = end;
            while (next < line.Length && line[next] == ' ')
            {
                next++;
            }

            at = next;
            if (next - end > 1 && !isFramed)
            {
                // What follows is the text; it may begin with spaces of its own.
                return Of(groups, line[(end + 2)..]);
            }
        }

        return groups.Count == 0 ? null : Of(groups, default);
    }

    private static DumpCells? Of(List<string> groups, ReadOnlySpan<char> text)
    {
        byte[] bytes = Convert.FromHexString(string.Concat(groups));
        ReadOnlySpan<char> shown = text.Trim(' ');
        if (groups.TrueForAll(static group => group.Length == BitCount && group.AsSpan().IndexOfAnyExcept('0', '1') < 0))
        {
            // As hex all of these bytes are dots in the text; as bits they may all be spaces.
            return shown.IsEmpty && text.Length < groups.Count ? new DumpCells(bytes) { IsUnclear = true }
                : !shown.IsEmpty && shown.Length == bytes.Length && shown.IndexOfAnyExcept('.') < 0 ? new DumpCells(bytes)
                : shown.Length <= groups.Count ? new DumpCells(groups.ConvertAll(static group => Convert.ToByte(group, 2)).ToArray())
                : null;
        }

        if (shown.Length > bytes.Length)
        {
            return null;
        }

        return new DumpCells(bytes) { IsLittleEndian = IsReversed(groups, bytes, text) };
    }

    /// <summary>Whether the text fits only if the bytes of each group change places.</summary>
    private static bool IsReversed(List<string> groups, byte[] bytes, ReadOnlySpan<char> text)
    {
        if (text.Length < bytes.Length || groups.TrueForAll(static group => group.Length == 2))
        {
            return false;
        }

        ReadOnlySpan<char> shown = text[^bytes.Length..];
        if (IsShown(bytes, shown))
        {
            return false;
        }

        byte[] turned = [.. bytes];
        int at = 0;
        foreach (string group in groups)
        {
            turned.AsSpan(at, group.Length / 2).Reverse();
            at += group.Length / 2;
        }

        return IsShown(turned, shown);
    }

    private static bool IsShown(byte[] bytes, ReadOnlySpan<char> text)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            if (HexLayout.TextOf(bytes[i]) != text[i])
            {
                return false;
            }
        }

        return true;
    }
}
