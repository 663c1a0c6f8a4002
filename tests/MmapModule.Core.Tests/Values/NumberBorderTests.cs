using System;
using Xunit;

namespace MmapModule.Tests;

/// <summary>The smallest and largest number of each type.</summary>
public sealed class NumberBorderTests
{
    [Fact]
    public void A_number_that_does_not_fit_writes_nothing()
    {
        using MapSample sample = new(SampleKind.File, new byte[100]);
        MemoryMap map = sample.Map;
        Action[] accesses =
        [
            () => map.ReadInt16(99), () => map.ReadInt32(97), () => map.ReadInt64(93), () => map.ReadByte(100),
            () => map.WriteInt16(99, -1), () => map.WriteUInt32(97, 1), () => map.WriteDouble(93, 1), () => map.WriteByte(100, 1),
        ];

        Assert.All(accesses, static access => Expect.Failure(MmapErrorKind.RegionOutOfRange, access));
        Expect.Failure(MmapErrorKind.RangeOverflow, () => map.ReadDouble(long.MaxValue));
        Assert.Equal(new byte[100], map.Read());
    }

    [Fact]
    public void A_negative_offset_is_an_error_of_its_own()
    {
        using MapSample sample = new(SampleKind.File, new byte[100]);
        Expect.Failure(MmapErrorKind.NegativeOffset, () => sample.Map.ReadInt32(-1));
        Expect.Failure(MmapErrorKind.NegativeOffset, () => sample.Map.WriteInt32(-4, 5));
        Expect.Failure(MmapErrorKind.NegativeOffset, () => sample.Map.ReadByte(long.MinValue));
        Expect.Failure(MmapErrorKind.NegativeOffset, () => sample.Map.Read(0, -1));
    }

    [Fact]
    public void A_number_may_be_read_past_the_end_of_a_region_but_not_of_its_map()
    {
        using MapSample sample = new(SampleKind.File, new byte[100]);
        MappedRegion region = sample.Map.Slice(10, 2);
        sample.Map.WriteInt32(10, 0x01020304);

        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => region.WriteInt32(0, 5));
        Assert.Equal(0x01020304, region.ReadInt32(0));
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => region.ReadInt64(83));
        Assert.Equal(0, region.ReadInt64(82));
    }

    [Fact]
    public void Little_endian_is_the_default()
    {
        using MapSample sample = new(SampleKind.PrivateAnonymous, new byte[8]);
        sample.Map.WriteInt32(0, 0x30313233);

        Assert.Equal("3210", sample.Map.ReadString(0, 4));
        Assert.Equal(0x33323130, sample.Map.ReadInt32(0, bigEndian: true));
    }

    [Fact]
    [OnlyOn("Linux", "uses MAP_NORESERVE")]
    public void More_bytes_than_an_array_holds_are_an_error_that_knows_a_way_out()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 3L << 30, Flags = MapFlags.NoReserve });
        MmapException error = Expect.Failure(MmapErrorKind.ArrayTooLarge, () => map.Read());

        Assert.Contains("ChunkSize", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(3L << 30, error.Length);
        Expect.Failure(MmapErrorKind.ArrayTooLarge, () => map.ReadString());
        Assert.Equal(10, map.Read((3L << 30) - 10).Length);
    }
}
