using System;
using Xunit;

namespace MmapModule.Core.Tests;

/// <summary>Reads may go past the end of a region; whatever changes bytes ends there.</summary>
public sealed class RegionBorderTests : IDisposable
{
    private readonly MemoryMap _map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 64 });
    private readonly MappedRegion _region;

    public RegionBorderTests()
    {
        _map.Fill(pattern: [0x55]);
        _region = _map.Slice(16, 4);
    }

    public static TheoryData<string> Changes => new(s_changes.Keys);

    private static readonly System.Collections.Generic.Dictionary<string, Action<MappedRegion>> s_changes = new()
    {
        ["bytes"] = static region => region.Write(0, new byte[5]),
        ["a span"] = static region => region.Write(2, stackalloc byte[3]),
        ["a pattern"] = static region => region.Write(0, HexPattern.Parse("00 ?? ?? ?? 00")),
        ["nothing, behind it"] = static region => region.Write(5, []),
        ["a number"] = static region => region.WriteInt64(0, 1),
        ["a number across the end"] = static region => region.WriteUInt16(3, 1),
        ["text"] = static region => region.WriteString(0, "hello"),
        ["a fill"] = static region => region.Fill(0, 5),
        ["a hole"] = static region => region.PunchHole(0, 5),
        ["an atomic number"] = static region => region.InterlockedAdd(0, 1L),
        ["an exchange"] = static region => region.UpdateValue(4, AtomicOperation.Exchange, 1),
        ["a copy"] = static region => region.Map.CopyTo(region, length: 5),
        ["a stream"] = static region => region.AsStream().Write(new byte[5]),
    };

    public void Dispose() => _map.Dispose();

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_does_not_pass_the_end_of_a_region(string change)
    {
        MmapException error = Assert.Throws<MmapException>(() => s_changes[change](_region));

        Assert.Equal(MmapErrorKind.RegionOutOfRange, error.Kind);
        Assert.All(_map.Read(), static value => Assert.Equal(0x55, value));
    }

    [Fact]
    public void What_fits_is_changed()
    {
        _region.Write(0, [1, 2, 3, 4]);
        _region.Slice(1, 2).WriteByte(1, 9);

        Assert.Equal([0x55, 1, 2, 9, 4, 0x55], _map.Read(15, 6));
    }

    [Fact]
    public void A_read_passes_the_end_of_a_region()
    {
        Assert.Equal(8, _region.Read(0, 8).Length);
        Assert.Equal(0x5555555555555555, _region.ReadInt64(0));
        Assert.Equal(8, _region.Slice(0, 8).Length);
    }

    [Fact]
    public void A_search_ends_with_the_region()
    {
        SearchPattern pattern = SearchPattern.FromBytes([0x55]);

        Assert.Equal(MmapErrorKind.RegionOutOfRange, Assert.Throws<MmapException>(() => _region.FindAll(pattern, length: 5)).Kind);
        Assert.Equal(MmapErrorKind.RegionOutOfRange, Assert.Throws<MmapException>(() => _region.CountMatches(pattern, length: 5)).Kind);
        Assert.Equal(4, _region.CountMatches(pattern));
    }

    [Fact]
    public void A_region_that_its_map_has_left_cannot_be_changed()
    {
        MappedRegion last = _map.Slice(60, 4);
        _map.Resize(32);

        Assert.Equal(MmapErrorKind.RegionOutOfRange, Assert.Throws<MmapException>(() => last.WriteByte(0, 1)).Kind);
        Assert.Equal(MmapErrorKind.RegionOutOfRange, Assert.Throws<MmapException>(() => last.Fill()).Kind);
    }

    [Fact]
    public void Only_the_same_range_is_equal_in_order()
    {
        Assert.True(_map.Slice(0, 4).CompareTo(_map.Slice(0, 5)) < 0);
        Assert.True(_map.Slice(0, 5).CompareTo(_map.Slice(1, 1)) < 0);
        Assert.Equal(0, _map.Slice(0, 4).CompareTo(_map.Slice(0, 4)));
    }
}
