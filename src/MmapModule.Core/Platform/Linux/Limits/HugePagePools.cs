using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using MmapModule.Platform.Linux.Proc;

namespace MmapModule.Platform.Linux.Limits;

/// <summary>The pools below /sys/kernel/mm/hugepages.</summary>
internal static class HugePagePools
{
    private const string Root = "/sys/kernel/mm/hugepages";
    private const string Prefix = "hugepages-";
    private const string Suffix = "kB";

    /// <summary>All pools, the smallest pages first; none if the kernel has no huge pages.</summary>
    internal static List<HugePagePool> All()
    {
        List<HugePagePool> pools = [];
        if (!Directory.Exists(Root))
        {
            return pools;
        }

        foreach (string folder in Directory.EnumerateDirectories(Root))
        {
            ReadOnlySpan<char> name = Path.GetFileName(folder.AsSpan());
            if (name.StartsWith(Prefix, StringComparison.Ordinal)
                && name.EndsWith(Suffix, StringComparison.Ordinal)
                && long.TryParse(name[Prefix.Length..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out long kibibytes))
            {
                pools.Add(Of(kibibytes * 1024));
            }
        }

        pools.Sort(static (left, right) => left.Size.CompareTo(right.Size));
        return pools;
    }

    /// <summary>The pool of pages of a size; an empty one if there is none.</summary>
    internal static HugePagePool Of(long size)
    {
        string folder = string.Create(CultureInfo.InvariantCulture, $"{Root}/{Prefix}{size / 1024}{Suffix}/");
        return new HugePagePool
        {
            Size = size,
            Total = ProcNumbers.First(folder + "nr_hugepages") ?? 0,
            Free = ProcNumbers.First(folder + "free_hugepages") ?? 0,
            Reserved = ProcNumbers.First(folder + "resv_hugepages") ?? 0,
            IsDefault = size == LinuxLimits.DefaultHugePageSize(),
        };
    }
}
