using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace MmapModule.Platform.Linux.SystemV;

/// <summary>A table of /proc/sysvipc, in which the kernel lists System V objects of one kind for everybody.</summary>
internal sealed class SystemVTable
{
    /// <summary>The column with the id.</summary>
    private const int IdColumn = 1;

    /// <summary>The column with the permissions, which is octal.</summary>
    private const int ModeColumn = 2;

    private readonly string _path;
    private readonly int _columns;

    private SystemVTable(string path, int columns)
    {
        _path = path;
        _columns = columns;
    }

    internal static SystemVTable Segments { get; } = new("/proc/sysvipc/shm", 14);

    internal static SystemVTable Semaphores { get; } = new("/proc/sysvipc/sem", 6);

    internal static SystemVTable Queues { get; } = new("/proc/sysvipc/msg", 8);

    /// <summary>All lines in the order of their ids, without the headings.</summary>
    internal List<long[]> Read()
    {
        List<long[]> lines = [];
        try
        {
            foreach (string line in File.ReadLines(_path))
            {
                if (Parse(line) is { } numbers && numbers.Length >= _columns)
                {
                    lines.Add(numbers);
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A kernel without System V objects, or without /proc.
        }

        lines.Sort(static (left, right) => left[IdColumn].CompareTo(right[IdColumn]));
        return lines;
    }

    /// <summary>The line with an id; null if the table does not have it.</summary>
    internal long[]? Find(int id) => Read().Find(line => line[IdColumn] == id);

    /// <summary>The numbers of a line; null for headings and empty lines.</summary>
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

        return numbers.Length > 0 ? numbers : null;
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
