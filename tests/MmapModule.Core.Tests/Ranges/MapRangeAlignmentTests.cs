using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Ranges and page boundaries.</summary>
public sealed class MapRangeAlignmentTests
{
    private const int Times = 2000;

    [Theory]
    [InlineData(0, 4096, 0, 0)]
    [InlineData(1, 4096, 0, 4096)]
    [InlineData(4095, 4096, 0, 4096)]
    [InlineData(4096, 4096, 4096, 4096)]
    [InlineData(4097, 4096, 4096, 8192)]
    [InlineData(5, 1, 5, 5)]
    [InlineData(long.MaxValue - 4095, 4096, long.MaxValue - 4095, long.MaxValue - 4095)]
    public void Numbers_are_aligned_to_both_sides(long value, long unit, long down, long up)
    {
        Assert.Equal(down, MapRange.AlignDown(value, unit));
        Assert.Equal(up, MapRange.AlignUp(value, unit));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MaxValue - 4094)]
    public void There_is_no_page_border_above_the_last_one(long value)
    {
        Expect.Failure(MmapErrorKind.RangeOverflow, () => MapRange.AlignUp(value, 4096));
    }

    [Fact]
    public void AlignDown_is_the_largest_multiple_that_is_not_above()
    {
        Law.Holds(Values(), static value =>
        {
            (long number, long unit) = value;
            long down = MapRange.AlignDown(number, unit);
            Assert.Equal(0, down % unit);
            Assert.True(down <= number && number - down < unit);
        }, Times);
    }

    [Fact]
    public void AlignUp_is_the_smallest_multiple_that_is_not_below_or_an_error()
    {
        Law.Holds(Values(), static value =>
        {
            (long number, long unit) = value;
            BigInteger expected = ((BigInteger)number + unit - 1) / unit * unit;
            if (expected > long.MaxValue)
            {
                Expect.Failure(MmapErrorKind.RangeOverflow, () => MapRange.AlignUp(number, unit));
                return;
            }

            Assert.Equal(expected, MapRange.AlignUp(number, unit));
        }, Times);
    }

    [Fact]
    public void Outward_is_the_smallest_cover_of_whole_pages()
    {
        Law.Holds(Values().Zip(Law.Sizes()), static value =>
        {
            ((long offset, long page), long wanted) = value;
            MapRange range = new(offset, long.Min(wanted, long.MaxValue - offset));
            BigInteger end = ((BigInteger)range.Offset + range.Length + page - 1) / page * page;
            if (end > long.MaxValue)
            {
                Expect.Failure(MmapErrorKind.RangeOverflow, () => range.Outward(page));
                return;
            }

            MapRange cover = range.Outward(page);
            Assert.Equal(range.Offset / page * page, cover.Offset);
            Assert.Equal(end, cover.End);
            Assert.True(cover.Contains(range));
            Assert.Equal(cover, cover.Outward(page));
            Assert.Equal((end / page) - (range.Offset / page), range.PageCount(page));
        }, Times);
    }

    [Fact]
    public void Inward_is_the_largest_part_of_whole_pages()
    {
        Law.Holds(Values().Zip(Law.Sizes()), static value =>
        {
            ((long offset, long page), long wanted) = value;
            MapRange range = new(offset, long.Min(wanted, long.MaxValue - offset));
            BigInteger start = ((BigInteger)range.Offset + page - 1) / page * page;
            long end = range.End / page * page;
            MapRange inner = range.Inward(page);
            if (start >= end)
            {
                Assert.Equal(new MapRange(range.End, 0), inner);
                return;
            }

            Assert.Equal(start, inner.Offset);
            Assert.Equal(end, inner.End);
            Assert.True(range.Contains(inner));
        }, Times);
    }

    private static Gen<(long Number, long Unit)> Values() =>
        Law.Sizes().Zip(Gen.Choose(0, 30)).Select(static pair => (pair.Item1, 1L << pair.Item2));
}
