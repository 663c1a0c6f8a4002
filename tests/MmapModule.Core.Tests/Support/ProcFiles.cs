using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>The open descriptors of this process.</summary>
internal static class ProcFiles
{
    /// <summary>The descriptors that lead to a path.</summary>
    internal static IReadOnlyList<int> OpenOn(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs /proc");
        List<int> found = [];
        foreach (string link in Directory.GetFileSystemEntries("/proc/self/fd"))
        {
            if (TargetOf(link) == path)
            {
                found.Add(int.Parse(Path.GetFileName(link), CultureInfo.InvariantCulture));
            }
        }

        return found;
    }

    internal static int Count() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    /// <summary>The flags of a descriptor, as open(2) knows them.</summary>
    internal static int Flags(int descriptor)
    {
        string info = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fdinfo/{descriptor}"));
        foreach (string line in info.Split('\n'))
        {
            if (line.StartsWith("flags:", StringComparison.Ordinal))
            {
                return Convert.ToInt32(line["flags:".Length..].Trim(), 8);
            }
        }

        throw new InvalidDataException(info);
    }

    private static string? TargetOf(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (IOException)
        {
            // Another test has closed it.
            return null;
        }
    }
}
