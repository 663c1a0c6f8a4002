using System;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Real failures of a device. The kernel reports each only once; the map must not forget it.</summary>
[OnlyOn("Linux", "uses a loop device")]
public sealed class WritebackErrorTests
{
    private const int Promised = 4 << 20;
    private const int RealKiB = 1024;

    [Fact]
    public void Needs_root_A_failed_write_back_is_remembered_until_it_is_cleared()
    {
        using LoopDevice device = LoopDevice.Create(Promised, RealKiB);
        using MemoryMap map = MemoryMap.OpenFile(device.Path, new() { Protection = MapProtection.ReadWrite });
        Assert.Equal(Promised, map.Length);
        map.Write(0, Data.Filled(Promised, 0x5A));

        MmapException first = Assert.Throws<MmapException>(() => map.Sync());
        Assert.Equal(("EIO", MmapErrorKind.WritebackFailed), (first.ErrnoName, first.Kind));
        Assert.Equal("msync", first.NativeCall);
        Assert.Same(first, map.SyncError);
        Assert.Equal(MapState.Faulted, map.State);
        MemoryMapHealth health = map.GetHealth();
        Assert.Same(first, health.SyncError);
        Assert.False(health.IsHealthy);

        // The kernel would now say that all is well.
        foreach (Action sync in new Action[] { () => map.Sync(), map.Flush, () => map.Slice(0, 10).Flush(), () => map.Sync(options: new() { IsAsync = true }) })
        {
            MmapException again = Expect.Failure(MmapErrorKind.WritebackFailed, sync);
            Assert.Contains(first.Message, again.Message, StringComparison.Ordinal);
            Assert.Equal(first.ErrnoName, again.ErrnoName);
        }

        map.ClearSyncError();
        Assert.Null(map.SyncError);
        Assert.Equal(MapState.Open, map.State);
    }

    [Fact]
    public void Needs_root_What_fitted_is_still_readable_after_the_failure()
    {
        using LoopDevice device = LoopDevice.Create(Promised, RealKiB);
        using MemoryMap map = MemoryMap.OpenFile(device.Path, new() { Protection = MapProtection.ReadWrite });
        map.Write(0, Data.Filled(Promised, 0x5A));
        Assert.Throws<MmapException>(() => map.Sync());

        Assert.Equal(Data.Filled(1000, 0x5A), map.Read(0, 1000));
    }

    [Fact]
    public void Needs_root_A_durable_sync_of_a_file_system_on_a_failing_device_is_remembered_too()
    {
        Needs.Program("mkfs.ext4");
        using LoopDevice device = LoopDevice.Create(64 << 20, 8 * 1024);
        ProcessResult made = ProcessRunner.Run("mkfs.ext4", "-q", "-O", "^has_journal", "-E", "lazy_itable_init=1,nodiscard", device.Path);
        Assert.True(made.Succeeded, made.All);
        using Mount mount = Mount.Create("ext4", device.Path, "rw");
        const int size = 32 << 20;
        using MemoryMap map = MemoryMap.OpenFile(mount.Combine("file"), new() { Size = size, Protection = MapProtection.ReadWrite });
        map.Write(0, Data.Filled(size, 0x5A));

        // Longer than one step, so the failure is met before msync is called.
        MmapException first = Assert.Throws<MmapException>(() => map.Sync(options: new() { IsDurable = true }));
        Assert.Contains(first.Kind, new[] { MmapErrorKind.WritebackFailed, MmapErrorKind.NoSpace });
        Assert.Same(first, map.SyncError);
        Expect.Failure(MmapErrorKind.WritebackFailed, () => map.Sync());
    }

    [Fact]
    public void Needs_root_A_block_device_is_as_long_as_the_device()
    {
        using LoopDevice device = LoopDevice.Create(Promised, 8 * 1024);
        using MemoryMap map = MemoryMap.OpenFile(device.Path, new() { Protection = MapProtection.ReadWrite });
        map.WriteString(Promised - 7, "the end");
        map.Sync(options: new() { IsDurable = true });

        Assert.Equal((Promised, Promised), (map.Length, map.FileLength));
        Assert.True(map.GetHealth().IsHealthy);
        using MemoryMap end = MemoryMap.OpenFile(device.Path, new() { Offset = 7, FromEnd = true });
        Assert.Equal("the end", end.ReadString());
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => MemoryMap.OpenFile(device.Path, new() { Length = Promised + 1 }));
    }

    [Fact]
    public void Other_errors_of_a_sync_are_not_remembered()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 4 * Data.PageSize });
        map.RemovePart(0, Data.PageSize);
        Expect.Failure(MmapErrorKind.RangeNotMapped, () => map.Sync(0, 10));

        Assert.Null(map.SyncError);
        map.ClearSyncError();
        map.Sync();
    }
}
