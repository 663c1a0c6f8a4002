using System;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Maps of 0 bytes.</summary>
public sealed class EmptyMapTests
{
    [Fact]
    public void An_empty_file_gives_an_empty_map()
    {
        using TempFile file = new([]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });

        Assert.Equal(0, map.Length);
        Assert.Equal(0ul, map.Address);
        Assert.Equal(0, map.FileLength);
        Assert.Equal(MapState.Open, map.State);
        Assert.Contains(map, MapRegistry.GetAll());
    }

    [Fact]
    public void An_empty_map_can_be_used_like_any_other()
    {
        using TempFile file = new([]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        map.Write(0, []);
        map.Flush();
        map.Sync(options: new() { IsDurable = true });
        map.Sync(0, 0);
        map.RemovePart(0);

        Assert.Empty(map.Read());
        Assert.Empty(map.Read(0, 0));
        Assert.Equal(string.Empty, map.ReadString());
        Assert.Equal(-1, map.Search([1]));
        Assert.Equal(0, map.Slice(0).Length);
        Assert.Equal(0ul, map.Slice(0).Address);
        Assert.Equal(-1, map.AsStream().ReadByte());
        Assert.True(map.GetHealth().IsHealthy);
    }

    [Fact]
    public void An_empty_map_has_no_byte()
    {
        using TempFile file = new([]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });

        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => map.ReadByte(0));
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => map.Write(0, [1]));
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => map.Read(1));
    }

    [Fact]
    [OnlyOn("Linux", "reads /proc/self/fd")]
    public void Disposing_an_empty_map_closes_it_and_its_file()
    {
        using TempFile file = new([]);
        MemoryMap map = MemoryMap.OpenFile(file.Path);
        Assert.Single(ProcFiles.OpenOn(file.Path));
        map.Dispose();

        Assert.Empty(ProcFiles.OpenOn(file.Path));
        Assert.Equal(MapState.Closed, map.State);
        Assert.Null(MapRegistry.Find(map.Id));
        Expect.Failure(MmapErrorKind.MapDisposed, () => map.Read());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(100)]
    public void A_map_of_no_bytes_of_a_file_is_empty_too(long offset)
    {
        using TempFile file = new(new byte[100]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Offset = offset, Length = 0 });

        Assert.Empty(map.Read());
        Assert.Equal(offset, map.FileOffset);
        Assert.Equal(100, map.FileLength);
    }

    [Fact]
    public void A_file_that_grows_does_not_make_an_empty_map_longer()
    {
        using TempFile file = new([]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        file.SetLength(500);

        Assert.Equal(0, map.Length);
        Assert.Equal(500, map.GetHealth().GrownBytes);
    }

    [Fact]
    [OnlyOn("Linux", "Windows has no shared memory without bytes")]
    public void Shared_memory_memory_files_and_snapshots_can_be_empty()
    {
        using SharedName name = new();
        using TempFile file = new([]);
        using MemoryMap shared = MemoryMap.OpenSharedMemory(name.Value, SharedMemoryMode.Create, new() { Size = 0 });
        using MemoryMap memoryFile = MemoryMap.CreateMemoryFile(new() { Size = 0 });
        using MemoryMap snapshot = MemoryMap.CreateSnapshot(file.Path);

        Assert.Equal((0, 0, 0), (shared.Length, memoryFile.Length, snapshot.Length));
    }

    [Fact]
    public void Anonymous_memory_cannot_be_empty()
    {
        Expect.Failure(MmapErrorKind.InvalidArgument, static () => MemoryMap.CreateAnonymous(new() { Size = 0 }));
        Expect.Failure(MmapErrorKind.InvalidArgument, static () => MemoryMap.CreateAnonymous(new()));
        Expect.Failure(MmapErrorKind.NegativeOffset, static () => MemoryMap.CreateAnonymous(new() { Size = -5 }));
        Assert.Throws<ArgumentNullException>(static () => MemoryMap.CreateAnonymous(null!));
    }
}
