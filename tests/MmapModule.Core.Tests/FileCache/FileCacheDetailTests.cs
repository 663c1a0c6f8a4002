using Xunit;

namespace MmapModule.Tests;

/// <summary>Which parts of files are cached, and loading them again.</summary>
[OnlyOn("Linux", "about the page cache of Linux")]
public sealed class FileCacheDetailTests
{
    private static int Page => Data.PageSize;

    [Fact]
    public void The_cached_parts_are_found_and_loaded_again()
    {
        using TempFile file = CacheState.Evicted(300);
        foreach (int page in new[] { 40, 41, 100, 299 })
        {
            CacheState.ReadPage(file.Path, page);
        }

        FileCacheDetail detail = FileCache.GetDetail(file.Path);
        Assert.Equal([new MapRange(40L * Page, 2 * Page), new MapRange(100L * Page, Page), new MapRange(299L * Page, Page)], detail.Ranges);
        Assert.Equal(4L * Page, detail.CachedBytes);
        Assert.Equal(FileCache.Get(file.Path).CachedBytes, detail.CachedBytes);
        Assert.False(detail.IsPart);

        _ = FileCache.Clear(file.Path);
        Assert.Empty(FileCache.GetDetail(file.Path).Ranges);
        Assert.Equal(4L * Page, FileCache.Initialize(file.Path, detail.Ranges).CachedBytes);
        Assert.Equal(detail.Ranges, FileCache.GetDetail(file.Path).Ranges);
    }

    [Fact]
    public void Only_the_ranges_are_read_and_nothing_ahead_of_them()
    {
        using TempFile file = CacheState.Evicted(4000);
        MapRange[] ranges = [new(100L * Page, 1000L * Page), new(2000L * Page, 3L * Page)];
        _ = FileCache.Initialize(file.Path, ranges);
        Assert.Equal(ranges, FileCache.GetDetail(file.Path).Ranges);
        Assert.Equal(1003L * Page, CacheState.FinCore(file.Path));
    }

    [Fact]
    public void A_run_goes_on_from_one_step_to_the_next()
    {
        // More than one question to mincore(2). The kernel may read a little more than it is asked for.
        long step = MmapModule.Platform.MapPlatform.Current.Cache.Step;
        using TempFile file = new(step * 2);
        MapRange wanted = new(step - Page, 2 * Page);
        _ = FileCache.Initialize(file.Path, [wanted]);
        Assert.Contains(FileCache.GetDetail(file.Path).Ranges, range => range.Contains(wanted));
    }

    [Fact]
    public void Ranges_that_cannot_be_are_errors_and_what_lies_past_the_end_is_left_out()
    {
        using TempFile file = CacheState.Evicted(10);
        Expect.Failure(MmapErrorKind.NegativeOffset, () => FileCache.Initialize(file.Path, [new MapRange(-1, 5)]));
        Expect.Failure(MmapErrorKind.NegativeOffset, () => FileCache.Initialize(file.Path, [new MapRange(5, -1)]));
        Expect.Failure(MmapErrorKind.RangeOverflow, () => FileCache.Initialize(file.Path, [new MapRange(5, long.MaxValue)]));
        Assert.Equal(2L * Page, FileCache.Initialize(file.Path, [new MapRange(8L * Page, 50L * Page), new MapRange(90L * Page, Page)]).CachedBytes);
    }

    [Fact]
    public void Totals_leave_out_what_came_before()
    {
        using TempFile file = new(new byte[3 * Data.PageSize]);
        using TempFile other = new(new byte[Data.PageSize]);
        FileCacheSummary sum = new();
        foreach (string path in new[] { file.Path, other.Path, file.Path })
        {
            using CachedFile cached = CachedFile.Open(path);
            sum.Add(cached.GetState(null, default), cached.Identity);
        }

        Assert.Equal((2L, 4L * Page, 4L * Page, 100.0), (sum.Files, sum.Length, sum.CachedBytes, sum.Percent));
        Assert.True(sum.Reliable);
    }
}
