using System;
using System.IO;
using System.Threading;
using MmapModule.Platform.Linux.Cache;
using Xunit;

namespace MmapModule.Tests;

/// <summary>A kernel before 6.5, or a sandbox that forbids cachestat.</summary>
[OnlyOn("Linux", "about the page cache of Linux")]
[Collection(AloneGroup.Name)]
public sealed class MinCoreFallbackTests : IDisposable
{
    public MinCoreFallbackTests() => LinuxPageCache.ForceMinCore = true;

    private static int Page => Data.PageSize;

    public void Dispose() => LinuxPageCache.ForceMinCore = false;

    [Fact]
    public void This_kernel_is_asked_by_cachestat_otherwise()
    {
        Assert.False(LinuxPageCache.CanCount);
        LinuxPageCache.ForceMinCore = false;
        Assert.Equal(Environment.OSVersion.Version >= new Version(6, 5), LinuxPageCache.CanCount);
    }

    [Fact]
    public void What_is_cached_is_known_and_what_is_dirty_is_not()
    {
        using TempFile file = CacheState.Evicted(100);
        CacheState.ReadPage(file.Path, 50);
        CacheState.ReadPage(file.Path, 60);
        FileCacheInfo info = FileCache.Get(file.Path);

        Assert.Equal((100L * Page, 2L * Page, 2.0, true), (info.Length, info.CachedBytes, info.Percent, info.Reliable));
        Assert.Null(info.DirtyBytes);
        Assert.Null(info.WritebackBytes);
    }

    [Fact]
    public void Files_larger_than_one_window_are_added_up()
    {
        using TempFile file = new((2 * LinuxPageCache.Step) + 1);
        CacheState.ReadPage(file.Path, (int)(LinuxPageCache.Step / Page));
        CacheState.ReadPage(file.Path, (int)(2 * LinuxPageCache.Step / Page));

        Assert.Equal(CacheState.FinCore(file.Path), FileCache.Get(file.Path).CachedBytes);
        Assert.InRange(FileCache.Get(file.Path).CachedBytes, 2L * Page, 64L * Page);
    }

    [Fact]
    public void Loading_and_evicting_work_alike()
    {
        using TempFile file = CacheState.Evicted(300);
        CacheState.ReadPage(file.Path, 7);
        using CachedFile cached = CachedFile.Open(file.Path);

        Assert.Equal(299L * Page, cached.Load(null, CancellationToken.None));
        Assert.Equal(100, cached.GetState(null, CancellationToken.None).Percent);
        Assert.Equal(0, FileCache.Clear(file.Path).CachedBytes);
    }

    [Fact]
    public void The_lie_is_known_without_cachestat_too()
    {
        using TempFile file = CacheState.Evicted(8);
        File.SetUnixFileMode(file.Path, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Privileges.AsNobody(() =>
        {
            FileCacheInfo info = FileCache.Get(file.Path);
            Assert.False(info.Reliable);
            Assert.Equal(8L * Page, info.CachedBytes);
        });
    }

    [Fact]
    public void The_runs_of_a_map_are_the_same()
    {
        using TempFile file = CacheState.Evicted(64);
        CacheState.ReadPage(file.Path, 40);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);

        Assert.Equal((64, 1), (map.GetResidency().Pages, map.GetResidency().ResidentPages));
    }
}
