using System;
using MmapModule.Mapping;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Memory without a file.</summary>
public sealed class AnonymousTests
{
    [Theory]
    [InlineData(true, "rw-p")]
    [InlineData(false, "rw-s")]
    public void Anonymous_memory_is_zero_and_can_be_written(bool isPrivate, string permissions)
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 10_000, IsPrivate = isPrivate });
        byte[] content = Data.Random(10_000);

        Assert.Equal(new byte[10_000], map.Read());
        map.Write(0, content);
        Assert.Equal(content, map.Read());
        Assert.Equal(permissions, ProcMaps.At(map)!.Permissions);
        Assert.Equal(MapKind.Anonymous, map.Kind);
        Assert.Equal(MapProtection.ReadWrite, map.Protection);
        Assert.Equal(isPrivate, map.IsPrivate);
        Assert.Null(map.Path);
        Assert.Null(map.Name);
        Assert.Null(map.FileLength);
        Assert.Equal(MapState.Open, map.State);
        Assert.Equal($"Map {map.Id}: Anonymous [10000 bytes]", map.ToString());
    }

    [Fact]
    [OnlyOn("Linux", "uses MAP_NORESERVE")]
    public void It_is_unmapped_by_Dispose()
    {
        MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 1 << 24, Flags = MapFlags.NoReserve });
        ulong address = map.Address;
        Assert.NotNull(ProcMaps.At(address));
        map.Dispose();

        // Something else may have been mapped there meanwhile, but not the same 16 MiB.
        ProcMap? now = ProcMaps.At(address);
        Assert.False(now is not null && now.Start == address && now.End - now.Start == 1 << 24);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_offset_never_leads_out_of_the_mapping(bool isPrivate)
    {
        long size = 37L * Data.PageSize;
        MemoryMap? map = null;
        MmapException? error = Record.Exception(() => map = MemoryMap.CreateAnonymous(
            new() { Size = size, Offset = 30L * Data.PageSize, IsPrivate = isPrivate, Flags = MapFlags.NoReserve })) as MmapException;
        using (map)
        {
            // Refusing the offset is as good as honouring it.
            if (map is null)
            {
                Assert.Equal(MmapErrorKind.InvalidArgument, error?.Kind);
                return;
            }

            Assert.Equal(7L * Data.PageSize, map.Length);
            SafeMapHandle handle = map.Mapping.Handle;
            ulong end = (ulong)handle.Address + (ulong)handle.MappedLength;
            Assert.InRange(map.Address + (ulong)map.Length, map.Address, end);
        }
    }

    [Fact]
    [OnlyOn("Linux", "uses MAP_NORESERVE")]
    public void One_TiB_is_refused_unless_nothing_is_reserved()
    {
        Assert.SkipWhen(System.IO.File.ReadAllText("/proc/sys/vm/overcommit_memory").Trim() != "0", "vm.overcommit_memory is not 0");
        MmapException error = Expect.Failure(MmapErrorKind.OutOfMemory, static () => MemoryMap.CreateAnonymous(new() { Size = 1L << 40, IsPrivate = true }));
        Assert.Equal("ENOMEM", error.ErrnoName);
        Assert.Equal("mmap", error.NativeCall);
        Assert.Equal(1L << 40, error.Length);
        Assert.Contains("NoReserve", error.RecommendedAction, StringComparison.Ordinal);

        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 1L << 40, IsPrivate = true, Flags = MapFlags.NoReserve });
        map.WriteByte((1L << 40) - 1, 7);
        Assert.Equal([0, 7], map.Read((1L << 40) - 2));
    }

    [Fact]
    public void A_size_that_no_address_space_holds_is_an_error()
    {
        Expect.Failure(MmapErrorKind.OutOfMemory, static () => MemoryMap.CreateAnonymous(new() { Size = 1L << 60 }));
        Expect.Failure(MmapErrorKind.RangeOverflow, static () => MemoryMap.CreateAnonymous(new() { Size = long.MaxValue }));
    }

    [Theory]
    [InlineData(MapFlags.NoReserve)]
    [InlineData(MapFlags.Stack)]
    [InlineData(MapFlags.DenyWrite | MapFlags.Executable | MapFlags.Uninitialized)]
    [InlineData(MapFlags.Populate)]
    [InlineData(MapFlags.Populate | MapFlags.NonBlock)]
    [InlineData(MapFlags.Locked)]
    [InlineData(MapFlags.SharedValidate)]
    [OnlyOn("Linux", "uses flags of mmap(2)")]
    public void Flags_that_apply_everywhere_give_memory_that_works(MapFlags flags)
    {
        foreach (bool isPrivate in new[] { false, true })
        {
            using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 5_000, IsPrivate = isPrivate, Flags = flags });
            map.WriteInt64(4_990, -2);

            Assert.Equal(-2, map.ReadInt64(4_990));
            Assert.Equal(flags, map.Flags);
        }
    }

    [Fact]
    [OnlyOn("Linux", "uses MAP_DROPPABLE")]
    public void Droppable_memory_works()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 5_000, Flags = MapFlags.Droppable });
        map.WriteInt32(0, 5);

        Assert.True(map.ReadInt32(0) is 5 or 0, "The kernel may drop it under pressure.");
    }

    [Fact]
    [OnlyOn("Linux", "uses MAP_32BIT")]
    public void Memory_in_the_first_2_GiB_is_found_or_refused()
    {
        using (MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 5_000, IsPrivate = true, Flags = MapFlags.Low32Bit }))
        {
            Assert.True(map.Address + 5_000 <= 1ul << 31);
        }

        Expect.Failure(
            MmapErrorKind.OutOfMemory,
            static () => MemoryMap.CreateAnonymous(new() { Size = 4L << 30, IsPrivate = true, Flags = MapFlags.Low32Bit | MapFlags.NoReserve }));
    }
}
