using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Runs of pages that are in memory or not.</summary>
public sealed class PageRunTests
{
    private static int Page => Data.PageSize;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Plain_memory_is_resident_where_it_was_written(bool isPrivate)
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 10 * Page, IsPrivate = isPrivate });
        Assert.Equal(["0+10 out"], Describe(map.GetPageRuns()));

        map.WriteByte(3 * Page, 1);
        map.Write((5 * Page) + 17, new byte[2 * Page]);

        Assert.Equal(["0+3 out", "3+1 in", "4+1 out", "5+3 in", "8+2 out"], Describe(map.GetPageRuns()));
    }

    [Fact]
    public void A_file_map_shows_what_the_page_cache_holds()
    {
        using TempFile file = CacheState.Evicted(64);
        CacheState.ReadPage(file.Path, 40);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);

        Assert.Equal(["0+40 out", "40+1 in", "41+23 out"], Describe(map.GetPageRuns()));
        Assert.Equal(CacheState.FinCore(file.Path), map.GetResidency().ResidentBytes);
    }

    [Fact]
    public void Private_edits_are_resident_although_the_file_is_not_cached()
    {
        using TempFile file = CacheState.Evicted(8);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite, IsPrivate = true });
        map.WriteByte(2 * Page, 1);
        _ = FileCache.Clear(file.Path);

        Assert.Equal(0, CacheState.FinCore(file.Path));
        Assert.Equal(["0+2 out", "2+1 in", "3+5 out"], Describe(map.GetPageRuns()));
    }

    [Fact]
    public void Offsets_count_from_the_start_of_the_map_and_are_cut_to_the_range()
    {
        using TempFile file = CacheState.Evicted(16);
        CacheState.ReadPage(file.Path, 4);

        // Byte 0 of the map is byte 100 of page 2.
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Offset = (2 * Page) + 100 });
        List<PageRun> runs = map.GetPageRuns().ToList();

        Assert.Equal([(0L, (2L * Page) - 100, 2L), ((2L * Page) - 100, Page, 1), ((3L * Page) - 100, 11 * Page, 11)], runs.Select(r => (r.Offset, r.Length, r.Pages)));
        Assert.Equal([false, true, false], runs.Select(r => r.IsResident));
        Assert.Equal(map.Length, runs.Sum(r => r.Length));

        // Two bytes that lie in two pages, through a region.
        PageRun[] few = map.Slice(50).GetPageRuns((2 * Page) - 151, 2).ToArray();
        Assert.Equal([((2L * Page) - 101, 1L, 1L), ((2L * Page) - 100, 1, 1)], few.Select(r => (r.Offset, r.Length, r.Pages)));
    }

    [Fact]
    [OnlyOn("Linux", "on Windows resident is what the working set has")]
    public void A_run_is_a_region_that_can_be_read()
    {
        byte[] content = Data.Random(4 * Page);
        using TempFile file = new(content);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        PageRun run = Assert.Single(map.GetPageRuns(Page, 2 * Page));

        Assert.True(run.IsResident);
        Assert.Same(map, run.Map);
        Assert.Equal(content[Page..(3 * Page)], run.Read());
    }

    [Fact]
    [OnlyOn("Linux", "uses MAP_NORESERVE")]
    public void Runs_go_on_over_the_pieces_in_which_the_kernel_is_asked()
    {
        long piece = Platform.Linux.Cache.LinuxPageCache.Step;
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = (2 * piece) + Page, Flags = MapFlags.NoReserve });
        map.Write(piece - Page, new byte[2 * Page]);
        map.WriteByte(2 * piece, 1);
        long pages = piece / Page;

        Assert.Equal(
            [(0L, pages - 1, false), (piece - Page, 2, true), (piece + Page, pages - 1, false), (2 * piece, 1, true)],
            map.GetPageRuns().Select(r => (r.Offset, r.Pages, r.IsResident)));
    }

    [Fact]
    [OnlyOn("Linux", "on Windows resident is what the working set has")]
    public void Removed_parts_are_left_out_unless_they_are_named()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 8 * Page });
        map.Write(0, new byte[8 * Page]);
        map.RemovePart(2 * Page, 3 * Page);

        Assert.Equal(["0+2 in", "5+3 in"], Describe(map.GetPageRuns()));
        Assert.Equal(5, map.GetResidency().Pages);
        Expect.Failure(MmapErrorKind.RangeNotMapped, () => _ = map.GetPageRuns(Page, 2 * Page).ToList());
        Expect.Failure(MmapErrorKind.RangeNotMapped, () => map.Slice(0, 3 * Page).GetResidency());
    }

    [Fact]
    [OnlyOn("Linux", "uses MAP_NORESERVE")]
    public void A_map_that_is_removed_meanwhile_ends_the_runs_with_an_error()
    {
        MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 3 * Platform.Linux.Cache.LinuxPageCache.Step, Flags = MapFlags.NoReserve });
        map.WriteByte(0, 1);
        using IEnumerator<PageRun> runs = map.GetPageRuns().GetEnumerator();
        Assert.True(runs.MoveNext());
        map.Dispose();

        Expect.Failure(MmapErrorKind.MapDisposed, () => runs.MoveNext());
        Expect.Failure(MmapErrorKind.MapDisposed, () => map.GetResidency());
    }

    [Fact]
    [OnlyOn("Linux", "on Windows resident is what the working set has")]
    public void A_truncated_file_is_not_resident_behind_its_end()
    {
        using TempFile file = new(Data.Random(8 * Page));
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        file.SetLength(3 * Page);

        Assert.Equal(["0+3 in", "3+5 out"], Describe(map.GetPageRuns()));
    }

    [Fact]
    [OnlyOn("Linux", "uses MAP_NORESERVE")]
    public void Looking_can_be_cancelled_between_two_pieces()
    {
        using CancellationTokenSource stop = new();
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 3 * Platform.Linux.Cache.LinuxPageCache.Step, Flags = MapFlags.NoReserve });
        int calls = 0;
        Assert.Throws<OperationCanceledException>(() => map.GetResidency(
            new MapRange(0, map.Length),
            isExplicit: false,
            (done, total) =>
            {
                calls++;
                Assert.InRange(done, 1, total);
                stop.Cancel();
            },
            stop.Token));
        Assert.Equal(1, calls);
    }

    private static IEnumerable<string> Describe(IEnumerable<PageRun> runs) =>
        runs.Select(run => FormattableString.Invariant($"{run.Offset / Page}+{run.Pages} {(run.IsResident ? "in" : "out")}"));
}
