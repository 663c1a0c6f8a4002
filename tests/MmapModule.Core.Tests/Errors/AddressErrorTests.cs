using System;
using MmapModule.Interop.Linux;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Errors about addresses, one id for each reason.</summary>
[OnlyOn("Linux", "asks for addresses by the rules of mmap(2)")]
public sealed class AddressErrorTests
{
    private static readonly ulong s_page = (ulong)Data.PageSize;

    [Theory]
    [InlineData(MapFlags.Fixed)]
    [InlineData(MapFlags.FixedNoReplace)]
    public void EEXIST_memory_that_is_not_ours_is_never_replaced(MapFlags flag)
    {
        byte[] array = GC.AllocateArray<byte>(1 << 20, pinned: true);
        ulong address = (ulong)MapRange.AlignUp((long)Address(array), Data.PageSize);
        array[^1] = 77;
        MmapException error = Expect.Failure(
            MmapErrorKind.AddressInUse,
            () => MemoryMap.CreateAnonymous(new() { Size = 4096, Address = address, Flags = flag }));

        Assert.Equal("EEXIST", error.ErrnoName);
        Assert.Contains($"0x{address:X}", error.Message, StringComparison.Ordinal);
        Assert.Equal(77, array[^1]);
    }

    [Fact]
    public void EEXIST_FixedNoReplace_does_not_even_replace_our_own_maps()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 4096 });
        map.WriteByte(0, 1);
        Expect.Failure(
            MmapErrorKind.AddressInUse,
            () => MemoryMap.CreateAnonymous(new() { Size = 4096, Address = map.Address, Flags = MapFlags.FixedNoReplace }));

        Assert.Equal(1, map.ReadByte(0));
    }

    [Fact]
    public void EEXIST_Fixed_does_not_reach_beyond_our_own_map()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 4 * Data.PageSize });
        map.Write(0, Data.Filled(4 * Data.PageSize, 1));
        using MemoryMap behind = MemoryMap.CreateAnonymous(new() { Size = 4 * Data.PageSize });
        ulong last = map.Address + (3 * s_page);
        MmapException? error = Record.Exception(() =>
            MemoryMap.CreateAnonymous(new() { Size = 2 * Data.PageSize, Address = last, Flags = MapFlags.Fixed }).Dispose()) as MmapException;

        Assert.Equal(MmapErrorKind.AddressInUse, error?.Kind);
        Assert.Equal(Data.Filled(4 * Data.PageSize, 1), map.Read());
    }

    [Fact]
    public void Fixed_puts_a_map_into_reserved_memory_and_leaves_a_hole_there()
    {
        using TempFile file = new(Data.Random(Data.PageSize));
        using MemoryMap reserved = MemoryMap.CreateAnonymous(new() { Size = 8 * Data.PageSize, Protection = MapProtection.ReadWrite, IsPrivate = true });
        reserved.Write(0, Data.Filled(8 * Data.PageSize, 5));
        ulong address = reserved.Address + (2 * s_page);
        MemoryMap inner = MemoryMap.OpenFile(file.Path, new() { Address = address, Flags = MapFlags.Fixed });

        Assert.Equal(address, inner.Address);
        Assert.Equal(file.Read(), inner.Read());
        Expect.Failure(MmapErrorKind.RangeNotMapped, () => reserved.ReadByte(2 * Data.PageSize));
        Expect.Failure(MmapErrorKind.RangeNotMapped, () => reserved.WriteByte(2 * Data.PageSize, 1));
        Assert.Equal(Data.Filled(2 * Data.PageSize, 5), reserved.Read(0, 2 * Data.PageSize));
        Assert.Equal(Data.Filled(5 * Data.PageSize, 5), reserved.Read(3 * Data.PageSize));

        // The outer map no longer owns the page, so removing it does not take the inner one along.
        reserved.Dispose();
        Assert.Equal(file.Read(), inner.Read());
        inner.Dispose();
        Assert.False(ProcMaps.Shows(file.Path));
    }

    [Fact]
    public void Fixed_into_a_hole_finds_it_free_and_the_other_way_round()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 64 * Data.PageSize });
        map.RemovePart(8 * Data.PageSize, 8 * Data.PageSize);
        ulong hole = map.Address + (8 * s_page);
        MemoryMap? inner = null;
        MmapException? error = Record.Exception(() =>
            inner = MemoryMap.CreateAnonymous(new() { Size = Data.PageSize, Address = hole, Flags = MapFlags.Fixed })) as MmapException;
        using (inner)
        {
            // Another thread may have taken the hole, which then must not be touched.
            Assert.Equal(inner is null ? MmapErrorKind.AddressInUse : null, error?.Kind);
            inner?.WriteByte(0, 1);
            Expect.Failure(MmapErrorKind.RangeNotMapped, () => map.ReadByte(8 * Data.PageSize));
        }
    }

    [Theory]
    [InlineData(MapFlags.Fixed)]
    [InlineData(MapFlags.FixedNoReplace)]
    public void A_bound_address_must_be_given_and_aligned(MapFlags flag)
    {
        Expect.Failure(MmapErrorKind.InvalidArgument, () => MemoryMap.CreateAnonymous(new() { Size = 10, Flags = flag }));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => MemoryMap.CreateAnonymous(new() { Size = 10, Flags = flag, Address = 0x7000_0000_0001 }));
    }

    [Fact]
    public void An_address_alone_is_only_a_hint()
    {
        using MemoryMap first = MemoryMap.CreateAnonymous(new() { Size = 4096 });
        using MemoryMap second = MemoryMap.CreateAnonymous(new() { Size = 4096, Address = first.Address });
        using MemoryMap third = MemoryMap.CreateAnonymous(new() { Size = 4096, Address = 12345 });

        Assert.NotEqual(first.Address, second.Address);
        Assert.NotEqual(0ul, third.Address);
    }

    [Fact]
    public void ENOMEM_an_address_of_the_kernel_is_OutOfMemory()
    {
        Expect.Failure(
            MmapErrorKind.OutOfMemory,
            static () => MemoryMap.CreateAnonymous(new() { Size = 4096, Address = 0xFFFF_8000_0000_0000, Flags = MapFlags.FixedNoReplace }));
    }

    [Fact]
    public void A_map_at_address_zero_is_refused_or_removed_again_like_any_other()
    {
        try
        {
            // Without any access a null reference stays what it is to the runtime.
            MmapException? error = Record.Exception(static () => MemoryMap.CreateAnonymous(
                new() { Size = 4096, Address = 0, Protection = MapProtection.None, Flags = MapFlags.FixedNoReplace }).Dispose()) as MmapException;

            Assert.True(error is null or { Kind: MmapErrorKind.LowAddress }, error?.Message);
            Assert.Null(ProcMaps.At(0));
        }
        finally
        {
            _ = Libc.munmap(0, (nuint)s_page);
        }
    }

    private static unsafe ulong Address(byte[] pinned)
    {
        fixed (byte* first = pinned)
        {
            return (ulong)first;
        }
    }
}
