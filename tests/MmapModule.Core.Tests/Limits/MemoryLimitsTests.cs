using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Xunit;

namespace MmapModule.Tests;

/// <summary>The limits of maps and their use, as the system has them.</summary>
[OnlyOn("Linux", "compares with prlimit and /proc")]
[Collection(AloneGroup.Name)]
public sealed class MemoryLimitsTests
{
    [Fact]
    public void The_numbers_are_those_of_other_tools()
    {
        DriveInfo shared = new("/dev/shm");
        MemoryLimits limits;
        long free;
        int attempts = 0;
        do
        {
            // Other processes use shared memory meanwhile.
            free = shared.AvailableFreeSpace;
            limits = MemoryLimits.Read();
        }
        while (shared.AvailableFreeSpace != free && ++attempts < 10_000);

        Assert.Equal(ProcessRunner.Run("getconf", "PAGESIZE").Output.Trim(), limits.PageSize.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(limits.PageSize, limits.AllocationGranularity);
        Assert.Equal(Sysctl("vm/max_map_count"), limits.MaxMapCount);
        Assert.Equal(Sysctl("vm/overcommit_memory"), (long)limits.Overcommit);
        Assert.Equal((ulong)Math.Max(65536, Sysctl("vm/mmap_min_addr")), limits.MinimumAddress);
        Assert.Equal(ResourceLimit("MEMLOCK"), limits.MemoryLockLimit);
        Assert.Equal(ResourceLimit("AS"), limits.AddressSpaceLimit);
        Assert.Equal(ResourceLimit("NOFILE"), limits.FileDescriptorLimit);
        Assert.Equal(free, limits.SharedMemoryFree);
        Assert.InRange(limits.AddressSpaceUsed, 1L << 20, 1L << 47);
        Assert.InRange(limits.MemoryAvailable, 1, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
    }

    [Fact]
    public void Open_files_are_counted()
    {
        using TempFile file = new([1]);

        // The first call may load assemblies, which the runtime keeps open.
        _ = MemoryLimits.Read();
        long before = MemoryLimits.Read().FileDescriptors;
        using (File.OpenHandle(file.Path))
        using (File.OpenHandle(file.Path))
        {
            Assert.Equal(before + 2, MemoryLimits.Read().FileDescriptors);
        }

        Assert.Equal(before, MemoryLimits.Read().FileDescriptors);
        Assert.Equal(Directory.GetFileSystemEntries("/proc/self/fd").Length - 1, before);
    }

    [Fact]
    public void Mappings_are_counted()
    {
        List<MemoryMap> maps = [];
        long before = MemoryLimits.Read().MapCount;
        for (int i = 0; i < 200; i++)
        {
            // Shared anonymous maps are files of their own, so neighbours do not become one mapping.
            maps.Add(MemoryMap.CreateAnonymous(new() { Size = 4096 }));
        }

        long with = MemoryLimits.Read().MapCount;
        maps.ForEach(static map => map.Dispose());

        // The runtime maps memory of its own meanwhile, but not much.
        Assert.InRange(with - before, 180, 260);
        Assert.InRange(MemoryLimits.Read().MapCount - before, -20, 60);
    }

    [Fact]
    public void Locked_memory_is_counted()
    {
        long before = MemoryLimits.Read().MemoryLocked;
        using (MemoryMap.CreateAnonymous(new() { Size = 16 * Data.PageSize, Flags = MapFlags.Locked }))
        {
            Assert.Equal(before + (16 * Data.PageSize), MemoryLimits.Read().MemoryLocked);
        }

        Assert.Equal(before, MemoryLimits.Read().MemoryLocked);
    }

    [Fact]
    public void Every_pool_of_huge_pages_is_listed()
    {
        IReadOnlyList<HugePagePool> pools = MemoryLimits.Read().HugePages;
        string[] folders = Directory.Exists("/sys/kernel/mm/hugepages") ? Directory.GetDirectories("/sys/kernel/mm/hugepages") : [];

        Assert.Equal(folders.Length, pools.Count);
        Assert.Equal(pools.OrderBy(static pool => pool.Size), pools);
        foreach (HugePagePool pool in pools)
        {
            string folder = FormattableString.Invariant($"/sys/kernel/mm/hugepages/hugepages-{pool.Size / 1024}kB/");
            Assert.Equal(File.ReadAllText(folder + "nr_hugepages").Trim(), pool.Total.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(File.ReadAllText(folder + "free_hugepages").Trim(), pool.Free.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(pool.Free - pool.Reserved, pool.Available);
        }

        Assert.Equal(pools.Count > 0 ? 1 : 0, pools.Count(static pool => pool.IsDefault));
    }

    [Fact]
    public void A_pool_with_pages_says_how_many_are_available()
    {
        Needs.Root("to fill the pool");
        HugePagePool before = MemoryLimits.Read().HugePages.Single(static pool => pool.IsDefault);
        string file = FormattableString.Invariant($"/sys/kernel/mm/hugepages/hugepages-{before.Size / 1024}kB/nr_hugepages");
        try
        {
            File.WriteAllText(file, (before.Total + 2).ToString(CultureInfo.InvariantCulture));
            Assert.SkipUnless(MemoryLimits.Read().HugePages.Single(static pool => pool.IsDefault).Total == before.Total + 2, "memory is too scattered for huge pages");
            using (MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = before.Size, Flags = MapFlags.HugeTlb }))
            {
                // The page is promised but not taken until it is written.
                HugePagePool reserved = MemoryLimits.Read().HugePages.Single(static pool => pool.IsDefault);
                Assert.Equal((before.Free + 2, before.Reserved + 1, before.Available + 1), (reserved.Free, reserved.Reserved, reserved.Available));
                MmapException error = Expect.Failure(
                    MmapErrorKind.HugePagesUnavailable,
                    () => MemoryMap.CreateAnonymous(new() { Size = (reserved.Available + 1) * before.Size, Flags = MapFlags.HugeTlb }));
                Assert.Contains(FormattableString.Invariant($"{reserved.Available + 1} huge pages"), error.Message, StringComparison.Ordinal);
                Assert.Contains(FormattableString.Invariant($"{reserved.Available} available of {reserved.Total}"), error.Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            File.WriteAllText(file, before.Total.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static long Sysctl(string name) => long.Parse(File.ReadAllText("/proc/sys/" + name), CultureInfo.InvariantCulture);

    private static long ResourceLimit(string name)
    {
        string text = ProcessRunner.Run("prlimit", "--pid", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), "--noheadings", "--raw", "--output=SOFT", "--" + name.ToLowerInvariant()).Output.Trim();
        return text == "unlimited" ? MemoryLimits.Unlimited : long.Parse(text, CultureInfo.InvariantCulture);
    }
}
