using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What surrounds a hit, and which bytes are highlighted.</summary>
public sealed class HexLayoutTests
{
    private const int Limit = 1000;

    [Fact]
    public void The_lines_around_a_range_are_whole_hold_it_and_end_with_the_map()
    {
        Law.Holds(Gen.Choose(1, 64).Zip(Gen.Choose(0, 5).Two()).Zip(Gen.Choose(0, Limit).Two()), static value =>
        {
            ((int width, (int before, int after)), (int one, int other)) = value;
            MapRange range = new(Math.Min(one, other), Math.Abs(one - other));
            MapRange lines = new HexLayout(width, 2, isLittleEndian: false, hasText: true).LinesAround(range, before, after, Limit);

            Assert.True(lines.Contains(range));
            Assert.Equal(0, lines.Offset % width);
            Assert.True(lines.End % width == 0 || lines.End == Limit);
            Assert.Equal(Math.Max(0, (range.Offset / width) - before), lines.Offset / width);
            Assert.Equal(Math.Min(Limit, ((Math.Max(range.Offset, range.End - 1) / width) + after + 1) * width), lines.End);
        });
    }

    [Theory]
    [InlineData(10, 4, "03020100 07060504 0908")]
    [InlineData(10, 0, "09080706050403020100")]
    [InlineData(10, 3, "020100 050403 080706 09")]
    [InlineData(16, 4, "03020100 07060504     0908")]
    public void Little_endian_words_that_are_not_whole_stand_at_the_right(int width, int group, string expected)
    {
        byte[] bytes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        Assert.Equal(expected, new HexLayout(width, group, isLittleEndian: true, hasText: true).FormatHex(bytes));
    }

    [Fact]
    public void Text_is_seven_bit_with_dots() =>
        Assert.Equal(".. ~..A", HexLayout.FormatText([0, 0x1F, 0x20, 0x7E, 0x7F, 0xC3, 0x41]));

    [Fact]
    public void Highlights_in_any_order_agree_with_a_table_of_bytes()
    {
        Law.Holds(Gen.Choose(0, 90).Zip(Gen.Choose(0, 12)).ListOf().Zip(Gen.Choose(0, 100).Zip(Gen.Choose(1, 20))), static value =>
        {
            (var given, (int start, int length)) = value;
            HashSet<long> table = [.. given.SelectMany(static pair => Enumerable.Range(pair.Item1, pair.Item2).Select(static offset => (long)offset))];
            HexHighlights highlights = new(given.Select(static pair => new MapRange(pair.Item1, pair.Item2)));

            Assert.Equal(table.Where(offset => offset >= start).DefaultIfEmpty(long.MaxValue).Min(), highlights.NextFrom(start));
            MapRange[] marks = highlights.Within(new MapRange(start, length));
            for (long offset = start; offset < start + length; offset++)
            {
                Assert.Equal(table.Contains(offset), marks.Any(mark => mark.Contains(new MapRange(offset, 1))));
            }
        });
    }

    [Fact]
    public void Hits_that_are_near_each_other_share_their_lines()
    {
        using MapSample sample = new(SampleKind.PrivateAnonymous, new byte[Limit]);
        HexLayout layout = new(16, 2, isLittleEndian: false, hasText: true);
        HexWindow window = new();
        Add(20);
        Assert.False(window.CanTake(sample.Map, layout.LinesAround(new MapRange(200, 2), 1, 1, Limit)));
        Assert.True(window.CanTake(sample.Map, layout.LinesAround(new MapRange(50, 2), 1, 1, Limit)));
        Assert.Null(window.TakeBefore(0));
        Add(50);
        Assert.Equal(new MapRange(0, 80), window.Lines);
        Assert.Equal(new MapRange(0, 32), window.TakeBefore(32));
        Add(60);
        Assert.Equal(new MapRange(32, 48), window.Lines);
        Assert.Equal([50L, 60], window.Hits.Select(static hit => hit.Offset));
        window.Clear();
        Assert.Null(window.Input);

        void Add(long offset) => window.Add(sample.Map, layout.LinesAround(new MapRange(offset, 2), 1, 1, Limit), new MapRange(offset, 2));
    }
}
