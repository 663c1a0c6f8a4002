using System;
using System.Collections.Generic;
using System.Linq;
using MmapModule.Comparison;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Comparison of ranges that cannot be read to their end.</summary>
public sealed class CompareFaultTests
{
    private static readonly int s_page = Data.PageSize;

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(true, 3)]
    [InlineData(false, 3)]
    public void What_differs_before_a_truncation_is_delivered_and_then_the_error_names_the_file(bool isReference, int threads)
    {
        byte[] content = Data.Random(3 * PieceComparer.PieceSize);
        byte[] edited = (byte[])content.Clone();
        int end = PieceComparer.PieceSize + PieceComparer.ChunkSize + (3 * s_page) + 100;
        foreach (int at in new[] { 0, 77, PieceComparer.PieceSize, end - 1, end })
        {
            edited[at] ^= 0xFF;
        }

        using TempFile first = new(content);
        using TempFile second = new(edited);
        using MemoryMap reference = MemoryMap.OpenFile(first.Path);
        using MemoryMap difference = MemoryMap.OpenFile(second.Path);
        (isReference ? first : second).SetLength(end);

        List<MappedDifference> found = [];
        MmapException error = Expect.Failure(MmapErrorKind.RegionTruncated, () =>
        {
            foreach (MappedDifference item in reference.Compare(difference, new() { ThreadCount = threads }))
            {
                found.Add(item);
            }
        });

        Assert.Equal([0, 77, PieceComparer.PieceSize, end - 1], found.Select(static item => item.Offset));
        Assert.All(found, static item => Assert.Equal(1, item.Length));
        Assert.Equal((isReference ? first : second).Path, error.Path);
        Assert.Same(isReference ? reference : difference, error.Input);
        Assert.Equal(end, error.Offset);
    }

    [Fact]
    public void A_block_ends_where_the_file_was_cut()
    {
        byte[] content = Data.Random(8 * s_page);
        byte[] edited = (byte[])content.Clone();
        edited[s_page + 5] ^= 1;
        using TempFile first = new(content);
        using TempFile second = new(edited);
        using MemoryMap reference = MemoryMap.OpenFile(first.Path);
        using MemoryMap difference = MemoryMap.OpenFile(second.Path);
        second.SetLength((2 * s_page) + 10);

        List<MappedDifference> found = [];
        Expect.Failure(MmapErrorKind.RegionTruncated, () => found.AddRange(Recorded(reference.Compare(difference, new() { BlockSize = 3 * s_page }), found)));

        MappedDifference item = Assert.Single(found);
        Assert.Equal((0, (2 * s_page) + 10), (item.Offset, item.Length));
    }

    [Fact]
    public void Pages_that_were_unmapped_are_an_error_after_what_is_before_them()
    {
        byte[] content = new byte[8 * s_page];
        using MapSample reference = new(SampleKind.File, content);
        using MapSample difference = new(SampleKind.PrivateAnonymous, content);
        difference.Map.WriteByte((3 * s_page) - 1, 1);
        difference.Map.RemovePart(3 * s_page, s_page);

        List<MappedDifference> found = [];
        MmapException error = Expect.Failure(MmapErrorKind.RangeNotMapped, () => found.AddRange(Recorded(reference.Map.Compare(difference.Map), found)));

        Assert.Equal((3 * s_page) - 1, Assert.Single(found).Offset);
        Assert.Same(difference.Map, error.Input);
    }

    [Fact]
    public void A_difference_before_a_truncation_answers_whether_inputs_are_equal_and_none_is_an_error()
    {
        byte[] content = Data.Random(8 * s_page);
        using TempFile first = new(content);
        using TempFile second = new(content);
        using MemoryMap reference = MemoryMap.OpenFile(first.Path);
        using MemoryMap difference = MemoryMap.OpenFile(second.Path, new() { Protection = MapProtection.ReadWrite });
        first.SetLength(4 * s_page);

        MmapException error = Expect.Failure(MmapErrorKind.RegionTruncated, () => reference.ContentEquals(difference));
        Assert.Same(reference, error.Input);

        difference.WriteByte(0, (byte)~content[0]);
        Assert.False(reference.ContentEquals(difference));
    }

    [Fact]
    public void A_removed_map_is_an_error_on_either_side()
    {
        using MapSample sample = new(SampleKind.File, [1]);
        MapSample removed = new(SampleKind.File, [1]);
        removed.Dispose();

        Assert.Same(removed.Map, Expect.Failure(MmapErrorKind.MapDisposed, () => sample.Map.Compare(removed.Map)).Input);
        Assert.Same(removed.Map, Expect.Failure(MmapErrorKind.MapDisposed, () => removed.Map.ContentEquals(sample.Map)).Input);
    }

    /// <summary>Keeps what came before an error.</summary>
    private static IEnumerable<MappedDifference> Recorded(IEnumerable<MappedDifference> source, List<MappedDifference> found)
    {
        foreach (MappedDifference item in source)
        {
            found.Add(item);
        }

        return [];
    }
}
