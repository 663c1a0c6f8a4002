using Xunit;

namespace MmapModule.Tests;

/// <summary>Bytes behind the end of a file reach no disk, and the kernel says nothing of it.</summary>
public sealed class TruncatedSyncTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(4096, 4096)]
    [InlineData(8191, 8191)]
    public void A_sync_of_a_file_that_was_cut_says_so(int length, int within)
    {
        using TempFile file = new(new byte[8192]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        map.WriteInt32(0, 1);
        file.SetLength(length);

        Assert.Equal(within, Expect.Failure(MmapErrorKind.RegionTruncated, () => map.Sync()).BytesTransferred);
        Expect.Failure(MmapErrorKind.RegionTruncated, () => map.Sync(options: new() { IsAsync = true }));
        Expect.Failure(MmapErrorKind.RegionTruncated, () => map.Sync(options: new() { IsDurable = true }));
        Expect.Failure(MmapErrorKind.RegionTruncated, map.Flush);
        Expect.Failure(MmapErrorKind.RegionTruncated, map.Slice(8000).Flush);
        Assert.Null(map.SyncError);
    }

    [Fact]
    public void A_part_that_the_file_still_has_can_be_synced()
    {
        using TempFile file = new(new byte[8192]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        map.WriteInt32(0, 1);
        file.SetLength(4096);

        map.Sync(0, 4096);
        map.Slice(0, 4096).Flush();

        Assert.Equal(1, file.Read()[0]);
    }
}
