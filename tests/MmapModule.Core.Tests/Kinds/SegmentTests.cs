using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace MmapModule.Tests;

/// <summary>System V segments: by key and by id, shared with a C program, and what cannot be done with them.</summary>
[OnlyOn("Linux", "about System V shared memory")]
public sealed class SegmentTests : IDisposable
{
    private const int Size = 10_000;

    private readonly MemoryMap _map = MemoryMap.OpenSegmentKey(0, SharedMemoryMode.Create, new MemoryMapOptions { Size = Size });

    private int Id => _map.SegmentId!.Value;

    public void Dispose()
    {
        _map.Dispose();
        if (Find(Id) is not null)
        {
            SharedMemoryCatalog.RemoveSegment(Id);
        }
    }

    [Fact]
    public void A_C_program_sees_the_same_bytes()
    {
        using SystemVProgram program = new();
        _map.WriteInt64(0, 40);
        Assert.Equal(Size + " 40 2\n", program.Run("attach", Id, 2));
        Assert.Equal(42, _map.ReadInt64(0));
        using MemoryMap other = MemoryMap.OpenSegment(Id, new MemoryMapOptions { Protection = MapProtection.Read });
        Assert.Equal(42, other.ReadInt64(0));
        Expect.Failure(MmapErrorKind.RegionProtected, () => other.WriteInt64(0, 1));
        _map.WriteByte(Size - 1, 7);
        Assert.Equal(7, other.ReadByte(Size - 1));
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => _map.ReadByte(Size));
    }

    [Fact]
    public void It_is_listed_as_the_kernel_counts_it_until_it_is_removed_and_detached()
    {
        SharedMemoryInfo info = Find(Id)!;
        Assert.Equal(SharedMemoryKind.SystemV, info.Kind);
        Assert.Equal(Size, info.Size);
        Assert.Equal(1, info.AttachCount);
        Assert.Equal([Environment.ProcessId], info.ProcessId);
        Assert.Equal(Environment.ProcessId, info.CreatorId);
        Assert.False(info.IsOrphan);
        Assert.Equal("0600", info.Mode);
        using (MemoryMap again = MemoryMap.OpenSegment(Id))
        {
            Assert.Equal(2, Find(Id)!.AttachCount);
        }

        _map.Dispose();
        Assert.True(Find(Id)!.IsOrphan);
        Assert.Empty(Find(Id)!.ProcessId);
        using (MemoryMap last = MemoryMap.OpenSegment(Id))
        {
            SharedMemoryCatalog.RemoveSegment(Id);
            Assert.True(Find(Id)!.IsRemoved);
            last.WriteByte(0, 1);
        }

        Assert.Null(Find(Id));
        Expect.Failure(MmapErrorKind.SharedMemoryNotFound, () => MemoryMap.OpenSegment(Id));
        Expect.Failure(MmapErrorKind.SharedMemoryNotFound, () => SharedMemoryCatalog.RemoveSegment(Id));
    }

    [Fact]
    public void Keys_modes_and_sizes_are_respected()
    {
        int key = Random.Shared.Next(0x40000000, int.MaxValue);
        MemoryMapOptions sized = new() { Size = 4096 };
        Expect.Failure(MmapErrorKind.KeyNotFound, () => MemoryMap.OpenSegmentKey(key));
        Expect.Failure(MmapErrorKind.KeyNotFound, () => MemoryMap.OpenSegmentKey(key, SharedMemoryMode.Open, sized));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => MemoryMap.OpenSegmentKey(key, SharedMemoryMode.Create));
        using MemoryMap map = MemoryMap.OpenSegmentKey(key, SharedMemoryMode.OpenOrCreate, sized);
        try
        {
            Assert.Equal(key, map.Key);
            using MemoryMap again = MemoryMap.OpenSegmentKey(key, SharedMemoryMode.OpenOrCreate, new MemoryMapOptions { Size = 10 });
            Assert.Equal(map.SegmentId, again.SegmentId);
            Assert.Equal(4096, again.Length);
            Expect.Failure(MmapErrorKind.SharedMemoryExists, () => MemoryMap.OpenSegmentKey(key, SharedMemoryMode.Create, sized));
            Expect.Failure(MmapErrorKind.InvalidArgument, () => MemoryMap.OpenSegmentKey(key, SharedMemoryMode.OpenOrCreate, new MemoryMapOptions { Size = 4097 }));
        }
        finally
        {
            SharedMemoryCatalog.RemoveSegment(map.SegmentId!.Value);
        }
    }

    public static IEnumerable<TheoryDataRow<MemoryMapOptions>> Impossible() =>
    [
        new(new() { IsPrivate = true }),
        new(new() { Offset = 4096 }),
        new(new() { Length = 10 }),
        new(new() { Size = 10, Sparse = true }),
        new(new() { HugePageSize = 2 << 20 }),
        new(new() { Flags = MapFlags.NoReserve }),
        new(new() { Seals = MapSeals.Shrink }),
        new(new() { Size = Size + 1 }),
    ];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_done_with_a_segment_is_refused(MemoryMapOptions options)
    {
        Expect.Failure(MmapErrorKind.InvalidArgument, () => MemoryMap.OpenSegment(Id, options));
        Assert.Equal(1, Find(Id)!.AttachCount);
    }

    [Fact]
    public void It_keeps_its_size()
    {
        Expect.Failure(MmapErrorKind.InvalidArgument, () => _map.Resize(Size * 2));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => _map.Resize(10));
        Assert.Equal(Size, _map.Length);
    }

    [Fact]
    public void It_goes_to_the_address_that_is_given_and_nowhere_else()
    {
        using MemoryMap place = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 1 << 20 });
        ulong address = place.Address + (64 << 10);
        _map.WriteInt32(4096, 5);
        Expect.Failure(MmapErrorKind.AddressInUse, () => MemoryMap.OpenSegment(Id, new MemoryMapOptions { Address = address, Flags = MapFlags.FixedNoReplace }));
        Assert.Equal(1, Find(Id)!.AttachCount);
        using (MemoryMap there = MemoryMap.OpenSegment(Id, new MemoryMapOptions { Address = address, Flags = MapFlags.Fixed }))
        {
            Assert.Equal(address, there.Address);
            Assert.Equal(5, there.ReadInt32(4096));
            Assert.Equal(2, Find(Id)!.AttachCount);
        }

        Assert.Equal(1, Find(Id)!.AttachCount);
        place.WriteByte(0, 1);
        Expect.Failure(MmapErrorKind.RangeNotMapped, () => place.ReadByte(64 << 10));
    }

    [Fact]
    public void A_new_segment_that_cannot_be_mapped_does_not_stay()
    {
        int before = SharedMemoryCatalog.Segments().Count(static segment => segment.CreatorId == Environment.ProcessId && segment.Size == 12345);
        Expect.Failure(MmapErrorKind.AddressInUse, () => MemoryMap.OpenSegmentKey(
            0,
            SharedMemoryMode.Create,
            new MemoryMapOptions { Size = 12345, Address = _map.Address, Flags = MapFlags.FixedNoReplace }));
        Assert.Equal(before, SharedMemoryCatalog.Segments().Count(static segment => segment.CreatorId == Environment.ProcessId && segment.Size == 12345));
    }

    private static SharedMemoryInfo? Find(int id) => SharedMemoryCatalog.Segments().SingleOrDefault(segment => segment.Id == id);
}
