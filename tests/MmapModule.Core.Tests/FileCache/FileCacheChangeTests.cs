using System;
using System.IO;
using System.Threading;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Reading files into the page cache, and dropping them from it.</summary>
[OnlyOn("Linux", "about the page cache of Linux")]
public sealed class FileCacheChangeTests
{
    private static int Page => Data.PageSize;

    [Fact]
    public void Only_what_is_missing_is_read()
    {
        using TempFile file = CacheState.Evicted(600);
        CacheState.ReadPage(file.Path, 100);
        CacheState.ReadPage(file.Path, 101);
        CacheState.ReadPage(file.Path, 300);
        long missing = (600L * Page) - CacheState.FinCore(file.Path);
        using CachedFile cached = CachedFile.Open(file.Path);

        Assert.Equal(597L * Page, missing);
        Assert.Equal(missing, cached.Load(null, CancellationToken.None));
        Assert.Equal(600L * Page, CacheState.FinCore(file.Path));
        Assert.Equal(0, cached.Load(null, CancellationToken.None));
    }

    [Fact]
    public void Every_byte_up_to_the_end_is_read_once()
    {
        using TempFile file = CacheState.Evicted(3);
        file.SetLength((2 * Page) + 5);
        using CachedFile cached = CachedFile.Open(file.Path);
        _ = FileCache.Clear(file.Path, sync: true);

        Assert.Equal((2L * Page) + 5, cached.Load(null, CancellationToken.None));
    }

    [Fact]
    public void Who_is_not_told_what_is_missing_reads_all()
    {
        using TempFile file = CacheState.Evicted(8);
        CacheState.ReadPage(file.Path, 5);
        File.SetUnixFileMode(file.Path, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Privileges.AsNobody(() =>
        {
            using CachedFile cached = CachedFile.Open(file.Path);
            Assert.Equal(8L * Page, cached.Load(null, CancellationToken.None));
        });

        Assert.Equal(8L * Page, CacheState.FinCore(file.Path));
    }

    [Fact]
    public void A_file_that_is_cut_meanwhile_is_read_as_far_as_it_goes()
    {
        using TempFile file = CacheState.Evicted(8);
        using CachedFile cached = CachedFile.Open(file.Path);
        file.SetLength(3 * Page);

        Assert.Equal(3L * Page, cached.Load(null, CancellationToken.None));
    }

    [Fact]
    public void Reading_stops_after_the_step_in_which_it_is_cancelled()
    {
        using TempFile file = CacheState.Evicted(16 * 256);
        using CachedFile cached = CachedFile.Open(file.Path);
        using CancellationTokenSource stop = new();
        int calls = 0;
        Assert.Throws<OperationCanceledException>(() => cached.Load(
            (_, _) =>
            {
                if (++calls == 2)
                {
                    stop.Cancel();
                }
            },
            stop.Token));

        Assert.Equal(2, calls);
        Assert.InRange(CacheState.FinCore(file.Path), 2L << 20, (16L << 20) - 1);
    }

    [Fact]
    public void Clean_pages_go()
    {
        byte[] content = Data.Random(50 * Page);
        using TempFile file = new(content);
        FileCacheInfo after = FileCache.Clear(file.Path, sync: true);

        Assert.Equal((0L, 0L, 0.0), (after.CachedBytes, after.DirtyBytes, after.Percent));
        Assert.Equal(0, CacheState.FinCore(file.Path));
        Assert.Equal(content, file.Read());
    }

    [Fact]
    public void Nothing_stays_where_two_steps_meet()
    {
        using TempFile file = new((600L << 20) + 1);
        using (MemoryMap map = MemoryMap.OpenFile(file.Path))
        {
            _ = map.Read((256L << 20) - (1 << 20), 2 << 20);
            _ = map.Read((512L << 20) - 1, 2);
            _ = map.Read(600L << 20, 1);
        }

        Assert.InRange(FileCache.Get(file.Path).CachedBytes, 2L << 20, 600L << 20);
        Assert.Equal(0, FileCache.Clear(file.Path, sync: true).CachedBytes);
    }

    [Fact]
    public void Dirty_pages_stay_and_are_not_lost()
    {
        byte[] content = Data.Random(64 << 20);
        using TempFile file = new([]);
        FileCacheInfo after = FileCache.Get(file.Path);
        for (int attempt = 0; attempt < 10 && after.CachedBytes == 0; attempt++)
        {
            // The kernel may have written it before we get there, when anybody on the machine calls sync.
            file.Overwrite(0, content);
            after = FileCache.Clear(file.Path);
        }

        Assert.InRange(after.CachedBytes, Page, content.Length);
        Assert.Equal(0, FileCache.Clear(file.Path, sync: true).CachedBytes);
        Assert.True(content.AsSpan().SequenceEqual(file.Read()));
    }

    [Fact]
    public void Mapped_pages_stay()
    {
        using TempFile file = CacheState.Evicted(10);
        using (MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Length = 4 * Page, Flags = MapFlags.Populate }))
        {
            Assert.InRange(FileCache.Clear(file.Path, sync: true).CachedBytes, 4L * Page, 10L * Page);
        }

        Assert.Equal(0, FileCache.Clear(file.Path).CachedBytes);
    }

    [Fact]
    public void A_file_in_memory_stays()
    {
        using SharedName name = new();
        File.WriteAllBytes(name.Path, Data.Random(4 * Page));

        Assert.Equal(4L * Page, FileCache.Clear(name.Path, sync: true).CachedBytes);
        using CachedFile file = CachedFile.Open(name.Path);
        Assert.True(file.IsMemory);
    }
}
