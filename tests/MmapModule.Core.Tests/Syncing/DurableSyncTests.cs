using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Syncs that also flush the file and its folder.</summary>
public sealed class DurableSyncTests
{
    private static readonly SyncOptions s_durable = new() { IsDurable = true };

    [Fact]
    public void A_new_file_is_made_durable_with_its_folder()
    {
        using TempFolder folder = new();
        using MemoryMap map = MemoryMap.OpenFile(folder.Combine("new"), new() { Size = 5_000, Protection = MapProtection.ReadWrite });
        map.Sync(options: s_durable);

        Assert.True(map.Backing!.IsCreated);
        Assert.Null(map.SyncError);
    }

    [Fact]
    public void A_new_file_that_is_deleted_with_its_folder_can_still_be_synced()
    {
        using TempFolder folder = new();
        string below = folder.Combine("below");
        Directory.CreateDirectory(below);
        using MemoryMap map = MemoryMap.OpenFile(Path.Combine(below, "new"), new() { Size = 5_000, Protection = MapProtection.ReadWrite });
        map.WriteByte(0, 1);
        Directory.Delete(below, recursive: true);
        map.Sync(options: s_durable);

        Assert.Equal(1, map.ReadByte(0));
    }

    [Fact]
    public void Asking_for_two_things_at_once_does_both_or_is_refused()
    {
        // MS_ASYNC does not go together with MS_INVALIDATE of locked pages, nor with waiting for the device.
        using TempFile file = new(new byte[10_000]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite, Flags = MapFlags.Locked });

        MmapException? error = Record.Exception(() => map.Sync(options: new() { IsAsync = true, Invalidate = true })) as MmapException;
        Assert.True(error?.Kind is MmapErrorKind.RegionLocked or MmapErrorKind.InvalidArgument, "Invalidate was silently ignored.");
    }
}
