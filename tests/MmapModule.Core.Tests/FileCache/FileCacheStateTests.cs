using System;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;
using System.Threading;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What is reported of files in the page cache.</summary>
[OnlyOn("Linux", "about the page cache of Linux")]
public sealed class FileCacheStateTests
{
    private static int Page => Data.PageSize;

    [Fact]
    public void It_agrees_with_fincore_and_vmtouch()
    {
        using TempFile file = CacheState.Evicted(100);
        foreach (int page in new[] { 50, 20, 70, 71 })
        {
            CacheState.ReadPage(file.Path, page);
            FileCacheInfo info = FileCache.Get(file.Path);

            Assert.Equal(CacheState.FinCore(file.Path), info.CachedBytes);
            Assert.Equal(VmTouchPages(file.Path) * Page, info.CachedBytes);
            Assert.Equal(info.CachedBytes / Page, info.Percent);
        }

        FileCacheInfo end = FileCache.Get(file.Path);
        Assert.Equal((file.Path, 100L * Page, 4L * Page, 0L, 0L, true), (end.Path, end.Length, end.CachedBytes, end.DirtyBytes, end.WritebackBytes, end.Reliable));
    }

    [Fact]
    public void A_part_of_a_page_counts_as_a_page()
    {
        using TempFile file = new(Data.Random(Page + 1));
        FileCacheInfo info = FileCache.Get(file.Path);

        Assert.Equal((Page + 1L, 2L * Page, 100.0), (info.Length, info.CachedBytes, info.Percent));
    }

    [Fact]
    public void Changes_are_dirty_until_they_are_on_the_disk()
    {
        using TempFile file = new([]);
        FileCacheInfo before = FileCache.Get(file.Path);
        for (int attempt = 0; attempt < 10 && before.DirtyBytes + before.WritebackBytes != 64 * Page; attempt++)
        {
            // The kernel may have written it before we look, when anybody on the machine calls sync.
            file.Overwrite(0, Data.Random(64 * Page));
            before = FileCache.Get(file.Path);
        }

        _ = ProcessRunner.Run("sync", file.Path);
        FileCacheInfo after = FileCache.Get(file.Path);

        Assert.Equal(64 * Page, before.DirtyBytes + before.WritebackBytes);
        Assert.Equal((64L * Page, 0L, 0L), (after.CachedBytes, after.DirtyBytes, after.WritebackBytes));
    }

    [Fact]
    public void An_empty_file_has_nothing_cached()
    {
        using TempFile file = new([]);
        FileCacheInfo info = FileCache.Get(file.Path);

        Assert.Equal((0L, 0L, 0.0, true), (info.Length, info.CachedBytes, info.Percent, info.Reliable));
        Assert.Equal(0, FileCache.Initialize(file.Path).CachedBytes);
        Assert.Equal(0, FileCache.Clear(file.Path).CachedBytes);
    }

    [Fact]
    public void A_huge_hole_takes_no_time()
    {
        using TempFile file = new(1L << 42);
        CacheState.ReadPage(file.Path, 1 << 28);
        long started = Environment.TickCount64;
        FileCacheInfo info = FileCache.Get(file.Path);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        MemoryMapResidency residency = map.GetResidency();

        Assert.Equal((1L << 42, (long)Page), (info.Length, info.CachedBytes));
        Assert.Equal(1, residency.ResidentPages);
        Assert.InRange(Environment.TickCount64 - started, 0, 5_000);
    }

    [Fact]
    public void A_block_device_has_its_own_length()
    {
        using LoopDevice device = LoopDevice.Create(1 << 20, 2048);
        FileCacheInfo info = FileCache.Initialize(device.Path);

        Assert.Equal((1L << 20, 1L << 20), (info.Length, info.CachedBytes));
    }

    [Theory]
    [InlineData("/dev/null", "character device")]
    [InlineData("/proc/cpuinfo", "/proc")]
    [InlineData("/sys/kernel/mm/transparent_hugepage/enabled", "/sys")]
    [InlineData("/proc", "folder")]
    public void What_has_no_page_cache_is_named(string path, string type)
    {
        foreach (Action action in new Action[] { () => FileCache.Get(path), () => FileCache.Initialize(path), () => FileCache.Clear(path) })
        {
            MmapException error = Expect.Failure(MmapErrorKind.NotMappable, action);
            Assert.Contains(type, error.Message, StringComparison.Ordinal);
            Assert.Equal(path, error.Path);
        }
    }

    [Fact]
    public void A_pipe_is_refused_without_being_opened()
    {
        using TempFolder folder = new();
        string pipe = folder.Combine("pipe");
        Assert.Equal(0, TestLibc.mkfifo(pipe, 0x180));
        Expect.Failure(MmapErrorKind.NotMappable, () => FileCache.Get(pipe));
    }

    [Fact]
    public void Missing_and_forbidden_files_are_errors()
    {
        using TempFolder folder = new();
        MmapException missing = Expect.Failure(MmapErrorKind.PathNotFound, () => FileCache.Get(folder.Combine("none")));
        string path = folder.Write("secret", new byte[10]);
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0x1ED /* 0755 */);

        Assert.Equal(folder.Combine("none"), missing.Path);
        Privileges.AsNobody(() => Expect.Failure(MmapErrorKind.AccessDenied, () => FileCache.Get(path)));
    }

    [Fact]
    public void It_says_that_the_kernel_lies_about_files_of_others()
    {
        using TempFile file = CacheState.Evicted(8);
        File.SetUnixFileMode(file.Path, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        FileCacheInfo? info = null;
        Privileges.AsNobody(() => info = FileCache.Get(file.Path));

        Assert.False(info!.Reliable);
        Assert.Null(info.DirtyBytes);
        Assert.Null(info.WritebackBytes);
        Assert.Equal(0, CacheState.FinCore(file.Path));
    }

    [Fact]
    public void It_can_be_cancelled()
    {
        using TempFile file = new(10);
        Assert.Throws<OperationCanceledException>(() => FileCache.Get(file.Path, new CancellationToken(canceled: true)));
        Assert.Throws<OperationCanceledException>(() => FileCache.Initialize(file.Path, new CancellationToken(canceled: true)));
        Assert.Throws<OperationCanceledException>(() => FileCache.Clear(file.Path, sync: false, new CancellationToken(canceled: true)));
    }

    private static long VmTouchPages(string path)
    {
        ProcessResult result = ProcessRunner.Run("vmtouch", path);
        Match match = Regex.Match(result.Output, @"Resident Pages: (\d+)/");
        return long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }
}
