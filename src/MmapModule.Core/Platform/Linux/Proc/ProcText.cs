using System;
using System.Buffers.Text;

namespace MmapModule.Platform.Linux.Proc;

/// <summary>Takes lines, words and numbers off the front of what a /proc file says.</summary>
internal static class ProcText
{
    /// <summary>The next line, without its end; false at the end of the text.</summary>
    internal static bool TryTakeLine(scoped ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> line)
    {
        if (text.IsEmpty)
        {
            line = default;
            return false;
        }

        int end = text.IndexOf((byte)'\n');
        line = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[(end + 1)..];
        return true;
    }

    /// <summary>The next word, and the blanks in front of it; empty at the end.</summary>
    internal static ReadOnlySpan<byte> TakeWord(scoped ref ReadOnlySpan<byte> text)
    {
        int start = text.IndexOfAnyExcept((byte)' ', (byte)'\t');
        text = start < 0 ? default : text[start..];
        int end = text.IndexOfAny((byte)' ', (byte)'\t', (byte)'\n');
        ReadOnlySpan<byte> word = end < 0 ? text : text[..end];
        text = text[word.Length..];
        return word;
    }

    /// <summary>A decimal number in front; false if there is none.</summary>
    internal static bool TryTakeNumber(scoped ref ReadOnlySpan<byte> text, out long value) =>
        Utf8Parser.TryParse(TakeWord(ref text), out value, out int used) && used > 0;

    /// <summary>A field such as "VmLck:     16 kB"; false if there is none of that name.</summary>
    internal static bool TryFind(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, out long value)
    {
        while (TryTakeLine(ref text, out ReadOnlySpan<byte> line))
        {
            if (line.StartsWith(name) && line.Length > name.Length && line[name.Length] == ':')
            {
                line = line[(name.Length + 1)..];
                return TryTakeNumber(ref line, out value);
            }
        }

        value = 0;
        return false;
    }
}
