using System;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Maps of which parts are unmapped.</summary>
public sealed class RemovePartTests
{
    private static readonly int s_page = Data.PageSize;

    [Theory]
    [InlineData(SampleKind.File)]
    [InlineData(SampleKind.PrivateFile)]
    [InlineData(SampleKind.PrivateAnonymous)]
    [InlineData(SampleKind.SharedAnonymous)]
    [InlineData(SampleKind.SharedMemory)]
    [InlineData(SampleKind.MemoryFile)]
    [InlineData(SampleKind.PrivateSnapshot)]
    public void The_hole_is_an_error_and_the_rest_goes_on_working(SampleKind kind)
    {
        byte[] content = Data.Random(6 * s_page);
        using MapSample sample = new(kind, content);
        sample.Map.RemovePart(2 * s_page, s_page);

        Assert.Equal(content[..(2 * s_page)], sample.Map.Read(0, 2 * s_page));
        Assert.Equal(content[(3 * s_page)..], sample.Map.Read(3 * s_page));
        sample.Map.WriteByte((2 * s_page) - 1, 1);
        Expect.Failure(MmapErrorKind.RangeNotMapped, () => sample.Map.ReadByte(2 * s_page));
        Expect.Failure(MmapErrorKind.RangeNotMapped, () => sample.Map.ReadByte((3 * s_page) - 1));
        MmapException error = Expect.Failure(MmapErrorKind.RangeNotMapped, () => sample.Map.WriteInt16((2 * s_page) - 1, 0x0505));
        Assert.Equal(0, error.BytesTransferred);
        Assert.Equal(1, sample.Map.ReadByte((2 * s_page) - 1));
        Expect.Failure(MmapErrorKind.RangeNotMapped, () => sample.Map.Read());
        Assert.Equal(6 * s_page, sample.Map.Length);
        Assert.Equal(MapState.Open, sample.Map.State);
        Assert.NotNull(ProcMaps.At(sample.Map.Address + (ulong)(3 * s_page)));
    }

    [Theory]
    [InlineData(1, 4096)]
    [InlineData(4096, 1)]
    [InlineData(100, 100)]
    [InlineData(0, 4095)]
    public void Only_whole_pages_can_be_removed(long offset, long length)
    {
        Assert.SkipUnless(s_page == 4096, "the numbers are those of 4 KiB pages");
        using MapSample sample = new(SampleKind.File, new byte[4 * 4096]);
        MmapException error = Expect.Failure(MmapErrorKind.InvalidArgument, () => sample.Map.RemovePart(offset, length));

        Assert.Contains("4096", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(new byte[4 * 4096], sample.Map.Read());
    }

    [Fact]
    public void The_last_part_need_not_end_with_a_page()
    {
        using MapSample sample = new(SampleKind.File, new byte[s_page + 10]);
        sample.Map.RemovePart(s_page);

        Assert.Equal(new byte[s_page], sample.Map.Read(0, s_page));
        Expect.Failure(MmapErrorKind.RangeNotMapped, () => sample.Map.ReadByte(s_page));
    }

    [Fact]
    public void In_a_map_that_starts_within_a_page_the_borders_are_those_of_the_file()
    {
        byte[] content = Data.Random(3 * s_page);
        using TempFile file = new(content);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Offset = 1000 });
        Expect.Failure(MmapErrorKind.InvalidArgument, () => map.RemovePart(s_page, s_page));
        map.RemovePart(0, s_page - 1000);

        Expect.Failure(MmapErrorKind.RangeNotMapped, () => map.ReadByte(0));
        Assert.Equal(content[s_page..], map.Read(s_page - 1000));
    }

    [Fact]
    public void A_hole_cannot_be_removed_again()
    {
        using MapSample sample = new(SampleKind.SharedAnonymous, new byte[4 * s_page]);
        sample.Map.RemovePart(s_page, s_page);

        Expect.Failure(MmapErrorKind.RangeNotMapped, () => sample.Map.RemovePart(s_page, s_page));
        Expect.Failure(MmapErrorKind.RangeNotMapped, () => sample.Map.RemovePart(0));
        Assert.Equal(0, sample.Map.ReadByte(0));
    }

    [Fact]
    public void Removing_everything_leaves_an_open_map_without_pages()
    {
        using MapSample sample = new(SampleKind.File, new byte[2 * s_page]);
        sample.Map.RemovePart(0);

        Assert.False(ProcMaps.Shows(sample.Map.Path!));
        Expect.Failure(MmapErrorKind.RangeNotMapped, () => sample.Map.Read());
        sample.Map.Dispose();
        Assert.Equal(MapState.Closed, sample.Map.State);
    }

    [Fact]
    public void A_range_outside_the_map_is_an_error()
    {
        using MapSample sample = new(SampleKind.SharedAnonymous, new byte[2 * s_page]);
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => sample.Map.RemovePart(s_page, 2 * s_page));
        Expect.Failure(MmapErrorKind.NegativeOffset, () => sample.Map.RemovePart(-s_page));
    }
}
