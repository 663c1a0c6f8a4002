using System.Threading;
using Xunit;

namespace MmapModule.Tests;

/// <summary>A part of a file in the page cache.</summary>
[OnlyOn("Linux", "about the page cache of Linux")]
public sealed class FileCachePartTests
{
    private static int Page => Data.PageSize;

    [Fact]
    public void Only_the_part_is_read_counted_and_dropped()
    {
        using TempFile file = CacheState.Evicted(600);
        MapRange part = new((100L * Page) + 5, 50L * Page);

        // 51 pages are touched by a part that begins inside of one.
        FileCacheInfo loaded = FileCache.Initialize(file.Path, part);
        Assert.Equal(51L * Page, loaded.CachedBytes);
        Assert.Equal(100, loaded.Percent);
        Assert.Equal(100L * Page, Assert.IsType<FileCacheRegionInfo>(loaded).Offset);
        Assert.Equal(51L * Page, loaded.Length);
        Assert.Equal(51L * Page, CacheState.FinCore(file.Path));

        _ = FileCache.Initialize(file.Path);
        FileCacheInfo dropped = FileCache.Clear(file.Path, part);
        Assert.Equal(0, dropped.CachedBytes);
        Assert.Equal(549L * Page, CacheState.FinCore(file.Path));
        Assert.Equal(0, FileCache.Get(file.Path, part).CachedBytes);
        Assert.Equal(549L * Page, FileCache.Get(file.Path).CachedBytes);
    }

    [Fact]
    public void The_advice_WillNeed_reads_all_of_its_range()
    {
        using TempFile file = CacheState.Evicted(2048);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);

        map.Advise(MapAdvice.WillNeed);

        // The kernel reads in the background.
        for (int i = 0; i < 3000 && CacheState.FinCore(file.Path) < file.Length; i++)
        {
            Thread.Sleep(20);
        }

        Assert.Equal(file.Length, CacheState.FinCore(file.Path));
    }
}
