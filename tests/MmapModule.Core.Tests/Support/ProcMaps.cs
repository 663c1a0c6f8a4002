using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>One line of /proc/self/maps.</summary>
internal sealed record ProcMap(ulong Start, ulong End, string Permissions, long Offset, string Path);

/// <summary>What the kernel says is mapped in this process.</summary>
internal static class ProcMaps
{
    internal static IReadOnlyList<ProcMap> All()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs /proc");
        List<ProcMap> maps = [];
        foreach (string line in File.ReadAllLines("/proc/self/maps"))
        {
            // 7f00-7f01 rw-p 00000000 fe:00 1234    /path with spaces
            string[] parts = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
            string[] range = parts[0].Split('-');
            maps.Add(new ProcMap(
                Hex(range[0]),
                Hex(range[1]),
                parts[1],
                (long)Hex(parts[2]),
                parts.Length > 5 ? parts[5].Trim() : string.Empty));
        }

        return maps;
    }

    /// <summary>The mapping that holds an address; null if nothing is mapped there.</summary>
    internal static ProcMap? At(ulong address)
    {
        foreach (ProcMap map in All())
        {
            if (address >= map.Start && address < map.End)
            {
                return map;
            }
        }

        return null;
    }

    internal static ProcMap? At(MappedMemory memory) => At(memory.Address);

    /// <summary>True if the path is mapped anywhere in this process.</summary>
    internal static bool Shows(string path)
    {
        foreach (ProcMap map in All())
        {
            if (map.Path == path)
            {
                return true;
            }
        }

        return false;
    }

    private static ulong Hex(string text) => ulong.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
