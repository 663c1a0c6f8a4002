using System.Collections.Generic;
using MmapModule.Platform.Linux.Proc;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Which pages of a private map are copies of this process.</summary>
[OnlyOn("Linux", "reads /proc/self/pagemap")]
public sealed class PageMapTests
{
    private const int Pages = 64;
    private static readonly int s_page = Data.PageSize;

    [Fact]
    public void Pages_that_were_only_read_are_not_private()
    {
        using TempFile file = new(Data.Random(Pages * s_page));
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { IsPrivate = true, Protection = MapProtection.ReadWrite });
        Assert.Empty(Runs(map));
        _ = map.Read();

        Assert.Empty(Runs(map));
    }

    [Fact]
    public void Written_pages_are_given_as_runs()
    {
        using TempFile file = new(Data.Random(Pages * s_page));
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { IsPrivate = true, Protection = MapProtection.ReadWrite });
        map.WriteByte(0, 1);
        map.Write((10 * s_page) - 1, new byte[2]);
        map.WriteByte((Pages * s_page) - 1, 1);

        Assert.Equal([new MapRange(0, s_page), new MapRange(9 * s_page, 2 * s_page), new MapRange((Pages - 1) * s_page, s_page)], Runs(map));
    }

    [Fact]
    public void Changes_of_a_shared_map_are_not_private()
    {
        using TempFile file = new(Data.Random(Pages * s_page));
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        map.Write(0, new byte[Pages * s_page]);

        Assert.Empty(Runs(map));
    }

    [Fact]
    public void Runs_continue_where_the_table_is_read_in_pieces()
    {
        const long pages = 70_000;
        using TempFile file = new(pages * s_page);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { IsPrivate = true, Protection = MapProtection.ReadWrite });

        // One piece is 32768 pages: a run across its border, and one on the last page.
        map.Write(32_767L * s_page, new byte[2 * s_page]);
        map.WriteByte((pages * s_page) - 1, 1);

        Assert.Equal([new MapRange(32_767L * s_page, 2 * s_page), new MapRange((pages - 1) * s_page, s_page)], Runs(map));
    }

    private static List<MapRange> Runs(MemoryMap map)
    {
        List<MapRange> runs = PageMap.PrivatePages((nint)map.Address, MapRange.AlignUp(map.Length, s_page));
        System.GC.KeepAlive(map);
        return runs;
    }
}
