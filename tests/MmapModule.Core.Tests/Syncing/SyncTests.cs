using System;
using System.Threading;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Writing changed pages back.</summary>
public sealed class SyncTests
{
    private const int Large = 40 * 1024 * 1024;
    private static readonly SyncOptions s_durable = new() { IsDurable = true };

    [Theory]
    [InlineData(SampleKind.File)]
    [InlineData(SampleKind.PrivateFile)]
    [InlineData(SampleKind.UnalignedFile)]
    [InlineData(SampleKind.SharedAnonymous)]
    [InlineData(SampleKind.PrivateAnonymous)]
    [InlineData(SampleKind.SharedMemory)]
    [InlineData(SampleKind.MemoryFile)]
    [InlineData(SampleKind.PrivateSnapshot)]
    [InlineData(SampleKind.Handle)]
    [OnlyOn("Linux", "uses MS_INVALIDATE")]
    public void Every_map_can_be_synced_in_every_way(SampleKind kind)
    {
        using MapSample sample = new(kind, Data.Random(20_000));
        MemoryMap map = sample.Map;
        map.WriteByte(12_345, 1);
        map.Flush();
        map.Sync();
        map.Sync(5_000, 3_000);
        map.Sync(20_000, 0);
        map.Sync(options: new() { IsAsync = true });
        map.Sync(1, 1, new() { IsAsync = true });
        map.Sync(options: new() { Invalidate = true });
        map.Sync(options: s_durable);
        map.Sync(10, options: new() { Invalidate = true, IsDurable = true });
        map.Slice(7, 9_000).Flush();

        Assert.Null(map.SyncError);
        Assert.Equal(MapState.Open, map.State);
        Assert.Equal(1, map.ReadByte(12_345));
    }

    [Fact]
    [OnlyOn("Linux", "compares with a program of Linux")]
    public void Syncing_reaches_the_disk()
    {
        using TempFile file = new(new byte[Data.PageSize * 64]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        map.Write(0, Data.Filled(Data.PageSize * 64, 1));
        map.Sync(options: s_durable);

        // A direct read goes past the page cache. Where it is not offered, at least the cache must agree.
        ProcessResult child = ProcessRunner.Run("/bin/sh", "-c", "dd if=\"$0\" iflag=direct bs=4096 2>/dev/null | od -An -tx1 -v | tr -d ' \\n' | cut -c1-20", file.Path);
        Assert.Contains(child.Output.Trim(), new[] { "01010101010101010101", string.Empty });
        Assert.Equal(1, file.Read()[0]);
    }

    [Fact]
    public void A_range_outside_the_map_cannot_be_synced()
    {
        using MapSample sample = new(SampleKind.File, new byte[100]);
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => sample.Map.Sync(0, 101));
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => sample.Map.Sync(101));
        Expect.Failure(MmapErrorKind.NegativeOffset, () => sample.Map.Sync(-1));
    }

    [Fact]
    public void A_range_that_was_named_must_be_mapped_and_all_means_what_is_left()
    {
        int page = Data.PageSize;
        using MapSample sample = new(SampleKind.File, new byte[8 * page]);
        sample.Map.RemovePart(3 * page, page);

        sample.Map.Sync();
        sample.Map.Flush();
        sample.Map.Sync(0, 3 * page);
        Expect.Failure(MmapErrorKind.RangeNotMapped, () => sample.Map.Sync(0, 8 * page));
        Expect.Failure(MmapErrorKind.RangeNotMapped, () => sample.Map.Sync(page));
        Expect.Failure(MmapErrorKind.RangeNotMapped, () => sample.Map.Slice(3 * page, 10).Flush());
        Assert.Null(sample.Map.SyncError);
        Assert.Equal(MapState.Open, sample.Map.State);
    }

    [Fact]
    [OnlyOn("Linux", "uses MS_INVALIDATE")]
    public void Locked_pages_cannot_be_invalidated()
    {
        using TempFile file = new(new byte[10_000]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite, Flags = MapFlags.Locked });
        MmapException error = Expect.Failure(MmapErrorKind.RegionLocked, () => map.Sync(options: new() { Invalidate = true }));

        Assert.Equal(("EBUSY", "msync"), (error.ErrnoName, error.NativeCall));
        Assert.Null(map.SyncError);
        map.Sync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_long_sync_goes_in_steps_that_can_be_watched_and_stopped(bool isMemory)
    {
        using TempFile file = new((long)Large);
        using SharedName name = new();
        using MemoryMap map = isMemory
            ? MemoryMap.OpenSharedMemory(name.Value, SharedMemoryMode.Create, new() { Size = Large })
            : MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        map.WriteByte(Large - 1, 7);
        using CancellationTokenSource source = new();
        int calls = 0;
        map.Sync(new MapRange(0, Large), default, progress: (_, total) => calls += total == Large ? 1 : 1000);
        Assert.InRange(calls, 2, 10);

        Assert.ThrowsAny<OperationCanceledException>(() =>
            map.Sync(new MapRange(0, Large), default, progress: (_, _) => source.Cancel(), cancellation: source.Token));
        map.Sync();
        Assert.Null(map.SyncError);
    }
}
