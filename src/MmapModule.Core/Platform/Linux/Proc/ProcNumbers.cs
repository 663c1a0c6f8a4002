using System;

namespace MmapModule.Platform.Linux.Proc;

/// <summary>Single numbers of /proc and /sys; null where a number cannot be had.</summary>
internal static class ProcNumbers
{
    private const int Kibibyte = 1024;

    /// <summary>The first number of a file.</summary>
    internal static long? First(string path) => Nth(path, 0);

    /// <summary>A number of a file that holds several; the first has the index 0.</summary>
    internal static long? Nth(string path, int index)
    {
        using ProcBuffer buffer = new();
        if (buffer.Load(path) != 0)
        {
            return null;
        }

        ReadOnlySpan<byte> text = buffer.Content;
        for (int i = 0; i < index; i++)
        {
            _ = ProcText.TakeWord(ref text);
        }

        return ProcText.TryTakeNumber(ref text, out long value) ? value : null;
    }

    /// <summary>A field that is given in kB, in bytes.</summary>
    internal static long? Bytes(string path, ReadOnlySpan<byte> field)
    {
        using ProcBuffer buffer = new();
        return buffer.Load(path) == 0 && ProcText.TryFind(buffer.Content, field, out long value) ? value * Kibibyte : null;
    }

    /// <summary>How many lines a file has.</summary>
    internal static long? LineCount(string path)
    {
        using ProcBuffer buffer = new();
        return buffer.Load(path) == 0 ? buffer.Content.Count((byte)'\n') : null;
    }
}
