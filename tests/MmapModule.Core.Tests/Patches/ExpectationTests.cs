using System;
using System.Linq;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What a check of the bytes before a write says.</summary>
public sealed class ExpectationTests
{
    private static readonly byte[] s_bytes = [.. Enumerable.Range(0, 100).Select(static value => (byte)value)];

    [Theory]
    [InlineData(0x10, "10 11 ?? 1?")]
    [InlineData(99, "63")]
    [InlineData(0, "??")]
    public void What_is_there_passes(long offset, string expected)
    {
        using MapSample sample = new(SampleKind.File, s_bytes);
        sample.Map.CheckMatch(offset, HexPattern.Parse(expected));
    }

    [Theory]
    [InlineData(0x10, "FF", "At offset 16 (0x10) there is 10, not FF. Nothing")]
    [InlineData(0x10, "1? FF", "At offset 16 (0x10) there is 10 11, not 1? FF; byte 2 of 2, at offset 17 (0x11), is the first that differs. Nothing")]
    [InlineData(0x10, "?? ?? 2? ??", "there is 10 11 12 13, not ?? ?? 2? ??; byte 3 of 4, at offset 18 (0x12), is")]
    public void The_found_bytes_stand_next_to_the_expected_and_the_first_difference_is_named(long offset, string expected, string text)
    {
        using MapSample sample = new(SampleKind.File, s_bytes);
        MmapException error = Expect.Failure(MmapErrorKind.ExpectationFailed, () => sample.Map.CheckMatch(offset, HexPattern.Parse(expected)));

        Assert.Contains(text, error.Message, StringComparison.Ordinal);
        Assert.Equal((offset, HexPattern.Parse(expected).Length), (error.Offset, error.Length));
    }

    [Theory]
    [InlineData(0, "At offset 0 (0x0) there is 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F ..., not FF 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F .... Nothing")]
    [InlineData(40, "At offset 34 (0x22) there is ... 22 23 24 25 26 27 28 29 2A 2B 2C 2D 2E 2F 30 31 ..., not ... 22 23 24 25 26 27 D7 29 ")]
    [InlineData(99, "At offset 84 (0x54) there is ... 54 55 56 57 58 59 5A 5B 5C 5D 5E 5F 60 61 62 63, not ... 54 ")]
    public void Of_a_long_expectation_the_part_around_the_first_difference_is_shown(int place, string text)
    {
        using MapSample sample = new(SampleKind.File, s_bytes);
        byte[] expected = [.. s_bytes];
        expected[place] ^= 0xFF;
        MmapException error = Expect.Failure(MmapErrorKind.ExpectationFailed, () => sample.Map.CheckMatch(0, HexPattern.FromBytes(expected)));

        Assert.Contains(text, error.Message, StringComparison.Ordinal);
        Assert.Equal((0, 100), (error.Offset, error.Length));
        Assert.InRange(error.Message.Length, 50, 320);
    }

    [Fact]
    public void An_offset_counts_from_the_start_of_the_region_and_is_named_from_the_start_of_the_map()
    {
        using MapSample sample = new(SampleKind.File, s_bytes);
        MappedRegion region = sample.Map.Slice(20, 2);
        region.CheckMatch(1, HexPattern.Parse("15 16 17"));
        MmapException error = Expect.Failure(MmapErrorKind.ExpectationFailed, () => region.CheckMatch(1, HexPattern.Parse("00")));

        Assert.Equal(21, error.Offset);
    }

    [Fact]
    public void What_does_not_fit_or_cannot_be_read_is_its_own_error()
    {
        using MapSample sample = new(SampleKind.File, s_bytes);
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => sample.Map.CheckMatch(99, HexPattern.Parse("63 ??")));
        using MemoryMap hidden = MemoryMap.CreateAnonymous(new() { Size = 10, Protection = MapProtection.None });
        Expect.Failure(MmapErrorKind.RegionProtected, () => hidden.CheckMatch(0, HexPattern.Parse("00")));
    }
}
