using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Ranges against sets of bytes: overlap, intersection, containment.</summary>
public sealed class MapRangeRelationTests
{
    private const int Times = 2000;
    private const int Bytes = 24;

    [Theory]
    [InlineData(0, 10, 0, 10, true)]
    [InlineData(0, 10, 3, 4, true)]
    [InlineData(0, 10, 0, 11, false)]
    [InlineData(5, 10, 4, 5, false)]
    [InlineData(5, 10, 5, 0, true)]
    public void A_range_contains_another_if_it_has_all_its_bytes(long offset, long length, long otherOffset, long otherLength, bool expected)
    {
        Assert.Equal(expected, new MapRange(offset, length).Contains(new MapRange(otherOffset, otherLength)));
    }

    [Theory]
    [InlineData(0, 10, 9, 1, true)]
    [InlineData(0, 10, 10, 1, false)]
    [InlineData(10, 1, 0, 10, false)]
    [InlineData(0, 10, 3, 4, true)]
    [InlineData(3, 4, 0, 10, true)]
    public void Ranges_overlap_if_they_share_a_byte(long offset, long length, long otherOffset, long otherLength, bool expected)
    {
        Assert.Equal(expected, new MapRange(offset, length).Overlaps(new MapRange(otherOffset, otherLength)));
    }

    [Fact]
    public void An_empty_range_overlaps_nothing()
    {
        Assert.False(new MapRange(0, 10).Overlaps(new MapRange(5, 0)), "There is no byte in an empty range.");
        Assert.False(new MapRange(5, 0).Overlaps(new MapRange(0, 10)), "There is no byte in an empty range.");
        Assert.False(new MapRange(5, 0).Overlaps(new MapRange(5, 0)), "There is no byte in an empty range.");
    }

    [Fact]
    public void Overlaps_agrees_with_counting_bytes()
    {
        Law.Holds(Pairs(), static pair => Assert.Equal(Common(pair.First, pair.Second) > 0, pair.First.Overlaps(pair.Second)), Times);
    }

    [Fact]
    public void Contains_agrees_with_counting_bytes()
    {
        Law.Holds(Pairs().Where(static pair => pair.Second.Length > 0), static pair =>
            Assert.Equal(Common(pair.First, pair.Second) == pair.Second.Length, pair.First.Contains(pair.Second)), Times);
    }

    [Fact]
    public void Intersect_agrees_with_counting_bytes()
    {
        Law.Holds(Pairs(), static pair =>
        {
            MapRange common = pair.First.Intersect(pair.Second);
            Assert.Equal(Common(pair.First, pair.Second), common.Length);
            Assert.True(common.Length == 0 || (pair.First.Contains(common) && pair.Second.Contains(common)));
            Assert.Equal(common.Length, pair.Second.Intersect(pair.First).Length);
        }, Times);
    }

    [Fact]
    public void Intersect_agrees_with_unbounded_arithmetic_up_to_the_largest_offset()
    {
        Law.Holds(LargeRanges().Zip(LargeRanges()), static pair =>
        {
            (MapRange first, MapRange second) = pair;
            BigInteger start = BigInteger.Max(first.Offset, second.Offset);
            BigInteger end = BigInteger.Min((BigInteger)first.Offset + first.Length, (BigInteger)second.Offset + second.Length);
            MapRange common = first.Intersect(second);

            Assert.Equal(BigInteger.Max(0, end - start), common.Length);
            Assert.Equal(end > start, first.Overlaps(second));
            if (end > start)
            {
                Assert.Equal(start, common.Offset);
            }
        }, Times);
    }

    [Fact]
    public void Shifting_there_and_back_changes_nothing()
    {
        Law.Holds(Pairs(), static pair =>
        {
            MapRange shifted = pair.First.Shift(pair.Second.Offset);
            Assert.Equal(pair.First.Length, shifted.Length);
            Assert.Equal(pair.First, shifted.Shift(-pair.Second.Offset));
        }, Times);
    }

    private static Gen<(MapRange First, MapRange Second)> Pairs() => Ranges().Zip(Ranges()).Select(static pair => (pair.Item1, pair.Item2));

    /// <summary>Ranges anywhere, none of which ends beyond the largest offset.</summary>
    private static Gen<MapRange> LargeRanges() =>
        Law.Sizes().Two().Select(static pair => new MapRange(pair.Item1, long.Min(pair.Item2, long.MaxValue - pair.Item1)));

    private static Gen<MapRange> Ranges() => Gen.Choose(0, Bytes / 2).Two().Select(static pair => new MapRange(pair.Item1, pair.Item2));

    private static int Common(MapRange first, MapRange second)
    {
        int count = 0;
        for (long position = 0; position < Bytes; position++)
        {
            bool inFirst = position >= first.Offset && position < first.Offset + first.Length;
            bool inSecond = position >= second.Offset && position < second.Offset + second.Length;
            count += inFirst && inSecond ? 1 : 0;
        }

        return count;
    }
}
