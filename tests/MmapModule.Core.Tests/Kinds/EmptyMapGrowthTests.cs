using System;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Empty maps that become longer, and maps that become empty.</summary>
public sealed class EmptyMapGrowthTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(50, false)]
    [InlineData(5000, false)]
    [InlineData(5000, true)]
    public void An_empty_map_grows_with_its_file_and_becomes_empty_again(int offset, bool isPrivate)
    {
        using TempFile file = new(new byte[offset]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Offset = offset, Protection = MapProtection.ReadWrite, IsPrivate = isPrivate });
        byte[] content = Data.Random(10_000);
        for (int round = 0; round < 3; round++)
        {
            Assert.Empty(map.Read());
            file.Overwrite(offset, content);

            map.Resize(content.Length);

            Assert.Equal(content, map.Read());
            Assert.Equal((ulong)(offset % Data.PageSize), map.Address % (ulong)Data.PageSize);
            map.WriteByte(9999, 1);
            Assert.Equal(isPrivate ? content[9999] : 1, file.Read()[^1]);
            map.Resize(20);
            Assert.Equal(content[..20], map.Read());

            map.Resize(0);
            file.SetLength(offset);
            Assert.Equal((0, 0ul, MapState.Open), (map.Length, map.Address, map.State));
            Expect.Failure(MmapErrorKind.RegionOutOfRange, () => map.ReadByte(0));
            Expect.Failure(MmapErrorKind.RegionOutOfRange, () => map.Resize(1));
        }

        Assert.True(map.GetHealth().IsHealthy);
    }

    [Fact]
    public void A_memory_file_can_start_empty_and_grow()
    {
        using MemoryMap map = MemoryMap.CreateMemoryFile(new() { Size = 0 });
        map.Resize(100_000, new() { ResizeFile = true });
        map.WriteInt64(99_992, 42);
        map.Resize(0, new() { ResizeFile = true });
        Assert.Equal(0, map.FileLength);
        map.Resize(100_000, new() { ResizeFile = true });
        Assert.Equal(0, map.ReadInt64(99_992));
    }

    [Fact]
    [OnlyOn("Linux", "reads /proc")]
    public void A_map_that_became_empty_leaves_no_pages_and_is_removed_like_any_other()
    {
        using TempFile file = new(Data.Random(100_000));
        MemoryMap map = MemoryMap.OpenFile(file.Path);
        map.Resize(0);
        Assert.DoesNotContain(file.Path, System.IO.File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
        map.Dispose();
        Assert.Null(MapRegistry.Find(map.Id));
        Assert.Empty(ProcFiles.OpenOn(file.Path));
        Expect.Failure(MmapErrorKind.MapDisposed, () => map.Resize(10));
    }

    [Fact]
    public void Memory_without_a_file_cannot_be_made_empty()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 4096, IsPrivate = true });
        Expect.Failure(MmapErrorKind.InvalidArgument, () => map.Resize(0));
        Assert.Equal(4096, map.Length);
    }

    [Fact]
    public async Task Readers_meet_the_content_or_the_end_while_a_map_becomes_empty_and_grows()
    {
        using TempFile file = new(Data.Filled(100_000, 7));
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        using CancellationTokenSource stop = new();
        Task reader = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    Assert.Equal(7, map.ReadByte(99_999));
                }
                catch (MmapException error)
                {
                    Assert.Equal(MmapErrorKind.RegionOutOfRange, error.Kind);
                }
            }
        });
        for (int i = 0; i < 1000; i++)
        {
            map.Resize(0);
            map.Resize(100_000);
        }

        await stop.CancelAsync();
        await reader;
    }
}
