using Xunit;

namespace MmapModule.Tests;

/// <summary>Resolving ranges: borders, null, counting from the end.</summary>
public sealed class MapRangeResolveTests
{
    [Theory]
    [InlineData(0, null, false, 100, 100, 0, 100)]
    [InlineData(40, null, false, 100, 100, 40, 60)]
    [InlineData(100, null, false, 100, 100, 100, 0)]
    [InlineData(0, 0L, false, 0, 0, 0, 0)]
    [InlineData(0, null, false, 0, 0, 0, 0)]
    [InlineData(99, 1L, false, 100, 100, 99, 1)]
    [InlineData(40, 60L, false, 50, 100, 40, 60)]
    [InlineData(60, 40L, false, 50, 100, 60, 40)]
    [InlineData(0, null, true, 100, 100, 100, 0)]
    [InlineData(10, null, true, 100, 100, 90, 10)]
    [InlineData(100, null, true, 100, 100, 0, 100)]
    [InlineData(10, 5L, true, 100, 100, 90, 5)]
    [InlineData(10, 60L, true, 50, 100, 40, 60)]
    [InlineData(long.MaxValue, 0L, false, long.MaxValue, long.MaxValue, long.MaxValue, 0)]
    [InlineData(long.MaxValue, null, true, long.MaxValue, long.MaxValue, 0, long.MaxValue)]
    public void A_range_that_fits_is_resolved(long offset, long? length, bool fromEnd, long available, long limit, long expectedOffset, long expectedLength)
    {
        MapRange range = MapRange.Resolve(offset, length, fromEnd, available, limit);

        Assert.Equal(new MapRange(expectedOffset, expectedLength), range);
        Assert.Equal(expectedOffset + expectedLength, range.End);
    }

    [Theory]
    [InlineData(-1, null, false, MmapErrorKind.NegativeOffset)]
    [InlineData(0, -1L, false, MmapErrorKind.NegativeOffset)]
    [InlineData(long.MinValue, null, true, MmapErrorKind.NegativeOffset)]
    [InlineData(0, long.MinValue, true, MmapErrorKind.NegativeOffset)]
    [InlineData(1, long.MaxValue, false, MmapErrorKind.RangeOverflow)]
    [InlineData(long.MaxValue, long.MaxValue, false, MmapErrorKind.RangeOverflow)]
    [InlineData(101, null, false, MmapErrorKind.RegionOutOfRange)]
    [InlineData(101, 0L, false, MmapErrorKind.RegionOutOfRange)]
    [InlineData(0, 101L, false, MmapErrorKind.RegionOutOfRange)]
    [InlineData(100, 1L, false, MmapErrorKind.RegionOutOfRange)]
    [InlineData(101, null, true, MmapErrorKind.RegionOutOfRange)]
    [InlineData(10, 11L, true, MmapErrorKind.RegionOutOfRange)]
    [InlineData(0, long.MaxValue, true, MmapErrorKind.RegionOutOfRange)]
    [InlineData(long.MaxValue, null, true, MmapErrorKind.RegionOutOfRange)]
    public void A_range_that_does_not_fit_is_refused(long offset, long? length, bool fromEnd, MmapErrorKind kind)
    {
        Expect.Failure(kind, () => MapRange.Resolve(offset, length, fromEnd, available: 100, limit: 100));
    }

    [Fact]
    public void The_rest_of_a_region_does_not_begin_past_the_region()
    {
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => MapRange.Resolve(51, null, fromEnd: false, available: 50, limit: 100));
    }

    [Fact]
    public void A_negative_32_bit_number_is_explained_as_a_PowerShell_literal()
    {
        MmapException error = Expect.Failure(MmapErrorKind.NegativeOffset, () => MapRange.Resolve(-1, null, fromEnd: false, 100, 100));

        Assert.Contains("0xFFFFFFFFL", error.RecommendedAction, System.StringComparison.Ordinal);
        Assert.Contains("4294967295", error.RecommendedAction, System.StringComparison.Ordinal);
        Assert.Contains("FromEnd", error.RecommendedAction, System.StringComparison.Ordinal);
        Assert.Equal(-1, error.Offset);
    }

    [Fact]
    public void A_negative_64_bit_number_is_not_explained_as_a_32_bit_literal()
    {
        MmapException error = Expect.Failure(MmapErrorKind.NegativeOffset, () => MapRange.Resolve(long.MinValue, null, fromEnd: false, 100, 100));

        Assert.DoesNotContain("0x", error.RecommendedAction, System.StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_carries_the_offset_and_the_length()
    {
        MmapException error = Expect.Failure(MmapErrorKind.RegionOutOfRange, () => MapRange.Resolve(7, 200, fromEnd: false, 100, 100));

        Assert.Equal(7, error.Offset);
        Assert.Equal(200, error.Length);
        Assert.Contains("100", error.RecommendedAction, System.StringComparison.Ordinal);
    }
}
