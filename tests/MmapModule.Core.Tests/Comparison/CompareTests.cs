using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using MmapModule.Comparison;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What a comparison reports: ranges, blocks, lengths, equality.</summary>
public sealed class CompareTests
{
    private const int Chunk = PieceComparer.ChunkSize;
    private const int Piece = PieceComparer.PieceSize;

    [Theory]
    [InlineData(SampleKind.File)]
    [InlineData(SampleKind.PrivateFile)]
    [InlineData(SampleKind.UnalignedFile)]
    [InlineData(SampleKind.SharedMemory)]
    [InlineData(SampleKind.MemoryFile)]
    [InlineData(SampleKind.PrivateSnapshot)]
    public void Every_kind_of_map_is_compared(SampleKind kind)
    {
        byte[] content = Data.Random(10_000);
        using MapSample reference = new(SampleKind.File, content);
        using MapSample difference = new(kind, content);
        Assert.Empty(reference.Map.Compare(difference.Map));
        Assert.True(reference.Map.ContentEquals(difference.Map));

        difference.Map.WriteByte(5000, (byte)~content[5000]);

        MappedDifference found = Assert.Single(reference.Map.Compare(difference.Map));
        Assert.Equal((5000, 1, MappedDifferenceKind.Changed), (found.Offset, found.Length, found.Kind));
        Assert.False(reference.Map.ContentEquals(difference.Map));
    }

    [Fact]
    public void A_difference_at_every_border_of_chunks_and_pieces_is_found_as_one_range()
    {
        byte[] content = Data.Random((2 * Piece) + 100);
        using MapSample reference = new(SampleKind.PrivateAnonymous, content);
        using MapSample difference = new(SampleKind.PrivateAnonymous, content);
        foreach (int border in new[] { 0, Chunk, 2 * Chunk, Piece - Chunk, Piece, Piece + Chunk, 2 * Piece, content.Length })
        {
            foreach (int length in new[] { 1, 2, 5 })
            {
                for (int start = Math.Max(0, border - 6); start <= Math.Min(content.Length - length, border + 2); start++)
                {
                    difference.Map.Write(start, content.AsSpan(start, length).ToArray().Select(static item => (byte)~item).ToArray());
                    MappedDifference found = Assert.Single(reference.Map.Compare(difference.Map));
                    Assert.Equal((start, length), (found.Offset, found.Length));
                    Assert.Equal(content.AsSpan(start, length).ToArray(), found.ReferenceBytes);
                    Assert.Equal(difference.Map.Read(start, length), found.DifferenceBytes);
                    difference.Map.Write(start, content.AsSpan(start, length));
                }
            }
        }
    }

    [Fact]
    public void Blocks_in_a_row_are_one_range_though_pieces_lie_between_their_differences()
    {
        using MapSample reference = new(SampleKind.File, new byte[64]);
        using MapSample difference = new(SampleKind.File, new byte[64]);
        difference.Map.WriteByte(17, 1);
        difference.Map.WriteByte(46, 1);

        MappedDifference found = Assert.Single(reference.Map.Compare(difference.Map, new() { BlockSize = 16, PieceSize = 6, ChunkSize = 3 }));

        Assert.Equal((16, 32), (found.Offset, found.Length));
    }

    [Fact]
    public void A_long_difference_is_one_range_that_holds_its_first_bytes_only()
    {
        byte[] content = Data.Random((3 * Piece) + 5);
        using MapSample reference = new(SampleKind.File, content);
        using MapSample difference = new(SampleKind.PrivateAnonymous, content.Select(static item => (byte)~item).ToArray());

        MappedDifference found = Assert.Single(reference.Map.Compare(difference.Map));

        Assert.Equal((0, content.Length), (found.Offset, found.Length));
        Assert.Equal(content[..MappedDifference.LargestByteCount], found.ReferenceBytes);
        Assert.Equal(content, found.Reference.Read());
    }

    [Fact]
    public void The_bytes_of_a_difference_stay_as_they_were_compared()
    {
        using MapSample reference = new(SampleKind.File, [1, 2, 3]);
        using MapSample difference = new(SampleKind.File, [1, 9, 3]);
        MappedDifference found = Assert.Single(reference.Map.Compare(difference.Map));

        difference.Map.WriteByte(1, 7);

        Assert.Equal([9], found.DifferenceBytes);
        Assert.Equal([7], found.Difference.Read());
    }

    [Fact]
    public void Of_different_lengths_the_rest_of_the_longer_side_comes_last()
    {
        using MapSample reference = new(SampleKind.File, [1, 2, 3]);
        using MapSample difference = new(SampleKind.File, [1, 2, 9, 4, 5]);

        MappedDifference[] found = reference.Map.Compare(difference.Map).ToArray();
        Assert.Equal([(2, 1, MappedDifferenceKind.Changed), (3, 2, MappedDifferenceKind.DifferenceOnly)], found.Select(static item => ((int)item.Offset, (int)item.Length, item.Kind)));
        Assert.Empty(found[1].ReferenceBytes);
        Assert.Equal([4, 5], found[1].DifferenceBytes);
        Assert.Equal((3, 0), (found[1].Reference.Offset, found[1].Reference.Length));

        MappedDifference other = difference.Map.Compare(reference.Map).Last();
        Assert.Equal((3, 2, MappedDifferenceKind.ReferenceOnly), (other.Offset, other.Length, other.Kind));
        Assert.False(reference.Map.ContentEquals(difference.Map));
    }

    [Fact]
    public void Empty_inputs_are_equal()
    {
        using MapSample sample = new(SampleKind.File, [1, 2, 3]);
        MappedRegion empty = sample.Map.Slice(1, 0);
        Assert.Empty(empty.Compare(sample.Map.Slice(3)));
        Assert.True(empty.ContentEquals(sample.Map.Slice(0, 0)));
        Assert.Equal((0, 3), (sample.Map.Compare(empty).Single().Offset, sample.Map.Compare(empty).Single().Length));
    }

    [Fact]
    public void Two_parts_of_one_map_can_be_compared()
    {
        using MapSample sample = new(SampleKind.File, "abcabd"u8.ToArray());
        MappedDifference found = Assert.Single(sample.Map.Slice(0, 3).Compare(sample.Map.Slice(3)));
        Assert.Equal((2, 2, 5), (found.Offset, found.ReferenceOffset, found.DifferenceOffset));
        Assert.Equal((2, 5), (found.Reference.Offset, found.Difference.Offset));
    }

    [Fact]
    public void Beyond_4_GiB_of_a_sparse_file_offsets_are_right()
    {
        const long length = (5L << 30) + 3;
        using TempFile first = new(length);
        using TempFile second = new(length);
        second.Overwrite((4L << 30) + 12345, [1, 2, 3]);
        second.Overwrite(length - 1, [4]);
        using MemoryMap reference = MemoryMap.OpenFile(first.Path);
        using MemoryMap difference = MemoryMap.OpenFile(second.Path);

        MappedRegion from = reference.Slice(4L << 30);
        MappedDifference[] found = from.Compare(difference.Slice(4L << 30)).ToArray();

        Assert.Equal([(12345L, 3L), ((1L << 30) + 2, 1L)], found.Select(static item => (item.Offset, item.Length)));
        Assert.Equal(length - 1, found[1].ReferenceOffset);
    }

    [Fact]
    public void Cancelling_ends_a_comparison()
    {
        using MapSample sample = new(SampleKind.PrivateAnonymous, new byte[4 * Piece]);
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => sample.Map.Compare(sample.Map, null, stop.Token).Count());
        Assert.ThrowsAny<OperationCanceledException>(() => sample.Map.ContentEquals(sample.Map, null, stop.Token));
    }

    [Fact]
    public void Options_without_sense_are_refused()
    {
        using MapSample sample = new(SampleKind.File, [1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => sample.Map.Compare(sample.Map, new() { BlockSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => sample.Map.ContentEquals(sample.Map, new() { ThreadCount = 0 }));
        Assert.Throws<ArgumentNullException>(() => sample.Map.Compare(null!));
    }
}
