using System;
using System.Collections.Generic;
using FsCheck;
using FsCheck.Fluent;
using MmapModule.Mapping;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Which parts of a mapping are left.</summary>
public sealed class MappedSegmentsTests
{
    private const int Pages = 48;
    private static readonly int s_page = Data.PageSize;

    [Fact]
    public void A_new_mapping_has_no_holes()
    {
        MappedSegments segments = new(Pages * s_page);

        Assert.False(segments.HasHoles);
        Assert.Equal([new MapRange(0, Pages * s_page)], segments.Ranges);
    }

    [Fact]
    public void Removing_the_middle_leaves_two_parts()
    {
        MappedSegments segments = new(10);
        segments.Remove(new MapRange(3, 4));

        Assert.True(segments.HasHoles);
        Assert.Equal([new MapRange(0, 3), new MapRange(7, 3)], segments.Ranges);
        Assert.False(segments.Contains(new MapRange(2, 2)));
        Assert.False(segments.Contains(new MapRange(0, 10)));
        Assert.True(segments.Contains(new MapRange(0, 3)));
        Assert.True(segments.Contains(new MapRange(7, 3)));
    }

    [Fact]
    public void Removing_everything_leaves_nothing()
    {
        MappedSegments segments = new(10);
        segments.Remove(new MapRange(0, 10));

        Assert.Empty(segments.Ranges);
        Assert.False(segments.Contains(new MapRange(0, 1)));
        Assert.True(segments.Contains(new MapRange(5, 0)));
    }

    [Fact]
    public void Any_removals_agree_with_a_table_of_pages()
    {
        Law.Holds(PageRanges().ArrayOf(), static holes =>
        {
            MappedSegments segments = new(Pages * s_page);
            bool[] mapped = new bool[Pages];
            Array.Fill(mapped, true);
            foreach (MapRange hole in holes)
            {
                segments.Remove(new MapRange(hole.Offset * s_page, hole.Length * s_page));
                Array.Fill(mapped, false, (int)hole.Offset, (int)hole.Length);
            }

            Assert.Equal(holes.Length > 0, segments.HasHoles);
            Assert.Equal(Runs(mapped), segments.Ranges);
        }, times: 500);
    }

    [Fact]
    public void Contains_agrees_with_a_table_of_pages()
    {
        Law.Holds(PageRanges().ArrayOf(4).Zip(PageRanges()), static value =>
        {
            MappedSegments segments = new(Pages * s_page);
            bool[] mapped = new bool[Pages];
            Array.Fill(mapped, true);
            foreach (MapRange hole in value.Item1)
            {
                segments.Remove(new MapRange(hole.Offset * s_page, hole.Length * s_page));
                Array.Fill(mapped, false, (int)hole.Offset, (int)hole.Length);
            }

            MapRange asked = value.Item2;
            bool all = Array.IndexOf(mapped, false, (int)asked.Offset, (int)asked.Length) < 0;
            Assert.Equal(all, segments.Contains(new MapRange((asked.Offset * s_page) + 1, (asked.Length * s_page) - 2)));
        }, times: 1000);
    }

    private static Gen<MapRange> PageRanges() =>
        Gen.Choose(0, Pages - 1).Zip(Gen.Choose(1, Pages / 4))
            .Select(static pair => new MapRange(pair.Item1, Math.Min(pair.Item2, Pages - pair.Item1)));

    private static List<MapRange> Runs(bool[] mapped)
    {
        List<MapRange> runs = [];
        int start = 0;
        while ((start = Array.IndexOf(mapped, true, start)) >= 0)
        {
            int end = Array.IndexOf(mapped, false, start);
            end = end < 0 ? Pages : end;
            runs.Add(new MapRange((long)start * s_page, (long)(end - start) * s_page));
            start = end;
            if (start >= Pages)
            {
                break;
            }
        }

        return runs;
    }
}
