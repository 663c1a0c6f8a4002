using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace MmapModule.Platform.Linux.Semaphores;

/// <summary>The System V semaphore sets, as the kernel lists them for everybody.</summary>
internal static class SystemVSets
{
    private const string List = "/proc/sysvipc/sem";
    private const int Columns = 6;

    /// <summary>All sets in the order of their ids.</summary>
    internal static List<SystemVSet> Read()
    {
        List<SystemVSet> sets = [];
        try
        {
            foreach (string line in File.ReadLines(List))
            {
                if (Parse(line) is { } set)
                {
                    sets.Add(set);
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A kernel without System V semaphores, or without /proc.
        }

        sets.Sort(static (left, right) => left.Id.CompareTo(right.Id));
        return sets;
    }

    /// <summary>The set with an id; null if the list does not have it.</summary>
    internal static SystemVSet? Find(int id)
    {
        foreach (SystemVSet set in Read())
        {
            if (set.Id == id)
            {
                return set;
            }
        }

        return null;
    }

    /// <summary>One line: key, id, mode in octal, number of semaphores, owner, and more; null for the headings.</summary>
    internal static SystemVSet? Parse(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= Columns
            && int.TryParse(words[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int key)
            && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            && int.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out int size)
            && uint.TryParse(words[4], NumberStyles.None, CultureInfo.InvariantCulture, out uint owner)
            ? new SystemVSet(key, id, Convert.ToUInt32(words[2], 8), size, owner)
            : null;
    }
}
