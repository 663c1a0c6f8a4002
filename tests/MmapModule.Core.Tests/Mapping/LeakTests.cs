using System;
using System.Collections.Generic;
using Xunit;

namespace MmapModule.Tests;

[Collection(AloneGroup.Name)]
public sealed class LeakTests
{
    private const int Rounds = 3000;

    /// <summary>The runtime maps and opens something now and then; what leaks would be in the thousands.</summary>
    private const int Tolerance = 100;

    [Fact]
    [OnlyOn("Linux", "counts /proc/self/fd")]
    public void Thousands_of_maps_leave_neither_descriptors_nor_mappings_behind()
    {
        using TempFile file = new(new byte[10_000]);
        int descriptors = ProcFiles.Count();
        int mappings = ProcMaps.All().Count;
        for (int round = 0; round < Rounds; round++)
        {
            using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Offset = round, Protection = MapProtection.ReadWrite });
            map.WriteByte(0, (byte)round);
            using MemoryMap memory = MemoryMap.CreateMemoryFile(new() { Size = 10 });
            using MemoryMap snapshot = MemoryMap.CreateSnapshot(file.Path);
            using MemoryMap anonymous = MemoryMap.CreateAnonymous(new() { Size = 4 * Data.PageSize });
            anonymous.RemovePart(Data.PageSize, Data.PageSize);
        }

        Assert.InRange(ProcFiles.Count(), 0, descriptors + Tolerance);
        Assert.InRange(ProcMaps.All().Count, 0, mappings + Tolerance);
        Assert.Empty(MapRegistry.GetAll());
    }

    [Fact]
    [OnlyOn("Linux", "counts /proc/self/fd")]
    public void Thousands_of_failures_leave_neither_descriptors_nor_mappings_behind()
    {
        using TempFile file = new(new byte[10_000]);
        int descriptors = ProcFiles.Count();
        int mappings = ProcMaps.All().Count;
        Action[] failing =
        [
            () => MemoryMap.OpenFile(file.Path, new() { Offset = 20_000 }),
            () => MemoryMap.OpenFile(file.Path, new() { Flags = MapFlags.HugeTlb }),
            () => MemoryMap.OpenFile("/tmp"),
            () => MemoryMap.OpenFile("/proc/cpuinfo"),
            () => MemoryMap.CreateSnapshot("/tmp"),
            () => MemoryMap.CreateSnapshot(file.Path, new() { Offset = 20_000 }),
            () => MemoryMap.CreateMemoryFile(new() { Size = 10, Seals = MapSeals.Write }),
            () => MemoryMap.CreateMemoryFile(new() { Size = 10, Flags = MapFlags.GrowsDown }),
            () => MemoryMap.OpenFile(file.Path, new() { Seals = MapSeals.Shrink }),
        ];
        for (int round = 0; round < Rounds; round++)
        {
            Assert.Throws<MmapException>(failing[round % failing.Length]);
        }

        Assert.InRange(ProcFiles.Count(), 0, descriptors + Tolerance);
        Assert.InRange(ProcMaps.All().Count, 0, mappings + Tolerance);
        Assert.Empty(MapRegistry.GetAll());
    }

    [Fact]
    [OnlyOn("Linux", "about vm.max_map_count")]
    public void As_many_maps_as_the_kernel_allows_end_in_an_error_and_not_in_a_crash()
    {
        List<MemoryMap> maps = [];
        try
        {
            MmapException error = Expect.Failure(MmapErrorKind.MapCountLimit, () =>
            {
                while (true)
                {
                    // Shared anonymous mappings stay apart; private ones would be merged into one.
                    maps.Add(MemoryMap.CreateAnonymous(new() { Size = 1, Protection = MapProtection.None }));
                    Assert.True(maps.Count < 10_000_000);
                }
            });
            Assert.Contains("vm.max_map_count", error.Message, StringComparison.Ordinal);
            Assert.True(maps.Count > 10_000);
            GC.Collect();
        }
        finally
        {
            maps.ForEach(static map => map.Dispose());
        }

        using MemoryMap next = MemoryMap.CreateAnonymous(new() { Size = 1 });
        Assert.Equal(MapState.Open, next.State);
    }

    [Fact]
    public void A_map_of_a_1_TiB_sparse_file_costs_next_to_nothing()
    {
        Needs.Holes();
        using TempFile file = new(1L << 40);
        long before = Environment.WorkingSet;
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        map.WriteByte((1L << 40) - 1, 1);

        Assert.Equal(1, map.ReadByte((1L << 40) - 1));
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 16L << 20);
    }
}
