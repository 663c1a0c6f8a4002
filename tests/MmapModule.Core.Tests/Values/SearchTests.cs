using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Searching for bytes and text by the methods of maps.</summary>
public sealed class SearchTests
{
    private const int Piece = 256 * 1024;

    [Fact]
    public void A_match_is_found_wherever_it_lies_around_the_borders_of_the_pieces()
    {
        byte[] pattern = [1, 2, 3, 4, 5];
        byte[] content = new byte[(2 * Piece) + 100];
        using MapSample sample = new(SampleKind.PrivateAnonymous, content);
        foreach (int border in new[] { 0, Piece, 2 * Piece, content.Length })
        {
            for (int start = Math.Max(border - 8, 0); start <= Math.Min(border + 3, content.Length - 5); start++)
            {
                sample.Map.Write(start, pattern);
                Assert.Equal(start, sample.Map.Search(pattern));
                Assert.Equal(start, sample.Map.Search(pattern, start));
                Assert.Equal(-1, sample.Map.Search(pattern, start + 1));
                sample.Map.Write(start, new byte[5]);
            }
        }
    }

    [Fact]
    public void Any_search_agrees_with_a_naive_one()
    {
        const int size = 3000;
        byte[] content = new byte[size];
        Random random = new(7);
        for (int index = 0; index < size; index++)
        {
            content[index] = (byte)random.Next(3);
        }

        using MapSample sample = new(SampleKind.File, content);
        Law.Holds(Gen.Choose(0, 2).ListOf().Zip(Gen.Choose(0, size)), value =>
        {
            byte[] pattern = [.. value.Item1.Select(static number => (byte)number)];
            int from = value.Item2;
            Assert.Equal(Naive(content, pattern, from), sample.Map.Search(pattern, from));
        }, times: 500);
    }

    [Fact]
    public void A_search_in_a_region_stays_in_the_region_and_counts_from_the_start_of_the_map()
    {
        using MapSample sample = new(SampleKind.File, "ab--ab--ab"u8.ToArray());
        MappedRegion region = sample.Map.Slice(3, 4);

        Assert.Equal(4, region.Search("ab"));
        Assert.Equal(-1, region.Search("ab", 2));
        Assert.Equal(-1, sample.Map.Slice(3, 2).Search("ab"));
        Assert.Equal(6, sample.Map.Slice(4, 6).Search("--", 1));
    }

    [Fact]
    public void Text_is_searched_in_utf_8()
    {
        using MapSample sample = new(SampleKind.File, "Preis: 5 €"u8.ToArray());

        Assert.Equal(9, sample.Map.Search("€"));
        Assert.Equal(-1, sample.Map.Search("$"));
    }

    [Fact]
    public void A_pattern_longer_than_what_is_left_is_nowhere_and_an_empty_one_at_once()
    {
        using MapSample sample = new(SampleKind.File, [1, 2, 3]);

        Assert.Equal(-1, sample.Map.Search([1, 2, 3, 4]));
        Assert.Equal(-1, sample.Map.Search([3], 3));
        Assert.Equal(0, sample.Map.Search([]));
        Assert.Equal(2, sample.Map.Search([], 2));
        Assert.Equal(0, sample.Map.Search([1, 2, 3]));
    }

    [Fact]
    public void A_start_outside_is_an_error()
    {
        using MapSample sample = new(SampleKind.File, [1, 2, 3]);
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => sample.Map.Search([1], 4));
        Expect.Failure(MmapErrorKind.NegativeOffset, () => sample.Map.Search([1], -1));
    }

    private static long Naive(byte[] content, byte[] pattern, int from)
    {
        for (int start = from; start <= content.Length - pattern.Length; start++)
        {
            bool matches = true;
            for (int index = 0; matches && index < pattern.Length; index++)
            {
                matches = content[start + index] == pattern[index];
            }

            if (matches)
            {
                return start;
            }
        }

        return -1;
    }
}
