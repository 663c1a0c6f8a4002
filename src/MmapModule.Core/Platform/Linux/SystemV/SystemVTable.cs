using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace MmapModule.Platform.Linux.SystemV;

/// <summary>The tables of /proc/sysvipc, in which the kernel lists System V objects for everybody.</summary>
internal static class SystemVTable
{
    internal const string Segments = "/proc/sysvipc/shm";
    internal const string Queues = "/proc/sysvipc/msg";

    /// <summary>The column with the permissions, which is octal.</summary>
    private const int ModeColumn = 2;

    /// <summary>All lines of a table without its headings.</summary>
    /// <param name="path">The table.</param>
    /// <param name="columns">How many columns a line has at least.</param>
    internal static List<long[]> Read(string path, int columns)
    {
        List<long[]> lines = [];
        try
        {
            foreach (string line in File.ReadLines(path))
            {
                if (Parse(line) is { } numbers && numbers.Length >= columns)
                {
                    lines.Add(numbers);
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A kernel without System V objects, or without /proc.
        }

        return lines;
    }

    /// <summary>The numbers of a line; null for headings.</summary>
    internal static long[]? Parse(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        long[] numbers = new long[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            if (i == ModeColumn ? !TryParseOctal(words[i], out numbers[i]) : !long.TryParse(words[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }
        }

        return numbers;
    }

    private static bool TryParseOctal(string word, out long value)
    {
        value = 0;
        foreach (char digit in word)
        {
            if (digit is < '0' or > '7')
            {
                return false;
            }

            value = (value << 3) | (uint)(digit - '0');
        }

        return true;
    }
}
