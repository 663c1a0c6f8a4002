using System;
using System.Collections.Generic;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Regions: parts of maps.</summary>
public sealed class RegionTests : IDisposable
{
    private readonly byte[] _content = Data.Random(10_000);
    private readonly MapSample _sample;

    public RegionTests() => _sample = new MapSample(SampleKind.File, _content);

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void A_region_is_a_view_of_the_map()
    {
        MappedRegion region = _sample.Map.Slice(1000, 500);
        region.WriteByte(5, 7);

        Assert.Equal((1000, 500), (region.Offset, region.Length));
        Assert.Same(_sample.Map, region.Map);
        Assert.Equal(_sample.Map.Address + 1000, region.Address);
        Assert.Equal(7, _sample.Map.ReadByte(1005));
        Assert.Equal(_content[1006..1500], region.Read(6));
        Assert.Equal($"Map {_sample.Map.Id} [0x3E8, 500 bytes]", region.ToString());
    }

    [Fact]
    public void The_offset_of_a_region_of_a_region_counts_from_the_start_of_the_map()
    {
        MappedRegion inner = _sample.Map.Slice(1000, 500).Slice(100).Slice(10, 20);

        Assert.Equal((1110, 20), (inner.Offset, inner.Length));
        Assert.Equal(_content[1110..1130], inner.Read());
    }

    [Fact]
    public void The_rest_ends_with_the_region_but_a_length_may_reach_further()
    {
        MappedRegion region = _sample.Map.Slice(9_000, 100);

        Assert.Equal(100, region.Read().Length);
        Assert.Equal(50, region.Read(50).Length);
        Assert.Equal(_content[9_050..9_250], region.Read(50, 200));
        Assert.Equal(_content[9_000..], region.Read(0, 1000));
        Assert.Equal((9_090, 910), (region.Slice(90, 910).Offset, region.Slice(90, 910).Length));
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => region.Read(0, 1001));
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => region.Slice(101));
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => region.Write(999, [1, 2]));
    }

    [Fact]
    public void A_range_can_be_resolved_from_the_end()
    {
        Assert.Equal(new MapRange(9_990, 10), _sample.Map.Resolve(10, fromEnd: true));
        Assert.Equal(new MapRange(1_090, 10), _sample.Map.Slice(1_000, 100).Resolve(10, fromEnd: true));
        Assert.Equal(new MapRange(1_090, 5_000), _sample.Map.Slice(1_000, 100).Resolve(10, 5_000, fromEnd: true));
    }

    [Fact]
    public void Regions_are_ordered_by_map_and_offset()
    {
        using MapSample later = new(SampleKind.SharedAnonymous, new byte[100]);
        List<MappedRegion> regions = [later.Map.Slice(5), _sample.Map.Slice(700), later.Map.Slice(0), _sample.Map.Slice(7)];
        regions.Sort();

        Assert.Equal([7, 700, 0, 5], regions.ConvertAll(static region => region.Offset));
        Assert.Equal(0, regions[0].CompareTo(_sample.Map.Slice(7)));
        Assert.True(regions[0].CompareTo(_sample.Map.Slice(7, 3)) > 0);
        Assert.True(regions[0].CompareTo(null) > 0);
        Assert.True(regions[1].CompareTo((object)regions[0]) > 0);
    }

    [Fact]
    public void Reading_into_memory_of_the_caller_fills_all_of_it()
    {
        byte[] target = new byte[300];
        _sample.Map.Slice(5_000, 10).Read(20, target);

        Assert.Equal(_content[5_020..5_320], target);
    }

    [Fact]
    public void A_region_can_be_empty_at_the_very_end()
    {
        MappedRegion region = _sample.Map.Slice(10_000);

        Assert.Empty(region.Read());
        Assert.Equal(0, region.Length);
        region.Flush();
    }
}
