using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Laws of hex views over random bytes, and what they do at faults.</summary>
public sealed class HexViewTests
{
    private static readonly int s_page = Data.PageSize;

    [Fact]
    public void Parsing_the_lines_gives_the_bytes_back()
    {
        Law.Holds(HexText.Bytes().Zip(Gen.Choose(1, 40)).Zip(Gen.Choose(0, 9).Zip(Gen.Choose(1, 200))), static value =>
        {
            ((byte[] content, int width), (int group, int pieceSize)) = value;
            using MapSample sample = new(SampleKind.PrivateAnonymous, content);
            MapRange range = new(content.Length / 3, content.Length - (content.Length / 3));
            HexView view = new(new HexLayout(width, group, isLittleEndian: false, hasText: true), HexStyle.Plain, HexBase.Offset, collapse: true, pieceSize);
            string text = HexText.Print(view.Lines(sample.Map, range, HexHighlights.None));
            Assert.Equal(content[(int)range.Offset..], HexText.Parse(text, width, (int)range.Length));
        });
    }

    [Fact]
    public void Lines_hold_all_bytes_in_order_and_hide_only_what_repeats()
    {
        Law.Holds(HexText.Bytes().Zip(Gen.Choose(1, 8)).Zip(Gen.Choose(1, 60)), static value =>
        {
            ((byte[] content, int width), int pieceSize) = value;
            using MapSample sample = new(SampleKind.PrivateAnonymous, content);
            HexView view = new(new HexLayout(width, 2, isLittleEndian: false, hasText: false), HexStyle.Plain, HexBase.Offset, collapse: true, pieceSize);
            HexLine[] lines = [.. view.Lines(sample.Map, new MapRange(0, content.Length), HexHighlights.None)];
            Assert.Equal(Collapse(content, width), lines.Select(static line => (line.Kind, line.Offset, line.Length)));
            Assert.All(lines, line => Assert.True(content.AsSpan((int)line.Offset, line.Bytes.Length).SequenceEqual(line.Bytes)));
        });
    }

    [Fact]
    public void Highlighted_lines_are_never_hidden()
    {
        byte[] content = new byte[1600];
        using MapSample sample = new(SampleKind.PrivateAnonymous, content);
        HexView view = new(new HexLayout(16, 2, isLittleEndian: false, hasText: true), HexStyle.Plain, HexBase.Offset, collapse: true);
        HexHighlights highlights = new([new MapRange(800, 2), new MapRange(827, 10)]);
        HexLine[] lines = [.. view.Lines(sample.Map, new MapRange(0, content.Length), highlights)];

        Assert.Equal([0L, 16, 800, 816, 832, 848, 1584], lines.Select(static line => line.Offset));
        Assert.Equal([false, false, true, true, true, false, false], lines.Select(static line => line.IsHighlighted));
        Assert.Equal([HexLineKind.Repeat, HexLineKind.Repeat], lines.Where(static line => line.Kind != HexLineKind.Data).Select(static line => line.Kind));
    }

    [Fact]
    public void Colors_change_nothing_but_colors()
    {
        Law.Holds(HexText.Bytes().Zip(Gen.Choose(1, 40).Zip(Gen.Choose(0, 9))).Zip(Gen.Choose(0, 300).Two().ListOf()), static value =>
        {
            ((byte[] content, (int width, int group)), var marks) = value;
            HexHighlights highlights = new(marks.Select(static mark => new MapRange(mark.Item1, mark.Item2)));
            using MapSample sample = new(SampleKind.PrivateAnonymous, content);
            HexView view = new(new HexLayout(width, group, content.Length % 2 == 0, content.Length % 3 > 0), HexText.Colors, HexBase.Offset, collapse: true);
            foreach (HexLine line in view.Lines(sample.Map, new MapRange(0, content.Length), highlights))
            {
                Assert.Equal(line.ToString(), HexText.WithoutColors(line.Display));
                Assert.DoesNotContain("\u001b", line.ToString(), StringComparison.Ordinal);
                Assert.Equal(line.IsHighlighted && line.Kind == HexLineKind.Data, line.Display.Contains(HexText.Colors.Highlight, StringComparison.Ordinal));
            }
        });
    }

    [Fact]
    public void Each_class_of_bytes_has_its_color()
    {
        using MapSample sample = new(SampleKind.PrivateAnonymous, [0, 0, (byte)'a', (byte)'b', 9, 1, 0x7F, 0x80, (byte)'c']);
        HexView view = new(new HexLayout(16, 1, isLittleEndian: false, hasText: true), HexText.Colors, HexBase.Offset, collapse: true);
        HexLine line = Assert.Single(view.Lines(sample.Map, new MapRange(0, 9), new HexHighlights([new MapRange(3, 2)])));

        Assert.Equal(
            "00000000: <90>00 00<0> <36>61<0> <7>62 09<0> <35>01 7f<0> <33>80<0> <36>63<0>" + new string(' ', 23)
            + "<90>..<0><36>a<0><7>b.<0><35>..<0><33>.<0><36>c<0>",
            line.Display.Replace("\u001b[", "<", StringComparison.Ordinal).Replace('m', '>'));
    }

    [Theory]
    [InlineData(HexBase.Offset)]
    [InlineData(HexBase.File)]
    [InlineData(HexBase.Address)]
    public void The_number_at_the_left_is_the_one_asked_for(HexBase numbers)
    {
        using TempFile file = new(Data.Random(2 * s_page));
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Offset = 1000 });
        HexView view = new(new HexLayout(16, 2, isLittleEndian: false, hasText: true), HexStyle.Plain, numbers, collapse: true);
        HexLine line = view.Lines(map, new MapRange(24, 16), HexHighlights.None).Single();

        Assert.Equal(24, line.Offset);
        Assert.Equal(numbers switch { HexBase.File => 1024UL, HexBase.Address => map.Address + 24, _ => 24UL }, line.Position);
        Assert.StartsWith(FormattableString.Invariant($"{line.Position:x8}: "), line.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_without_a_file_has_no_offsets_in_a_file()
    {
        using MapSample sample = new(SampleKind.PrivateAnonymous, new byte[16]);
        HexView view = new(new HexLayout(16, 2, isLittleEndian: false, hasText: true), HexStyle.Plain, HexBase.File, collapse: true);
        Expect.Failure(MmapErrorKind.InvalidArgument, () => Assert.Empty(view.Lines(sample.Map, new MapRange(0, 16), HexHighlights.None)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(999)]
    public void Up_to_the_cut_of_a_truncated_file_everything_is_shown(int rest)
    {
        byte[] content = Data.Random(8 * s_page);
        using TempFile file = new(content);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        file.SetLength((3 * s_page) + rest);

        (byte[] shown, MmapException error) = ReadUntilError(map);
        Assert.Equal(content[..((3 * s_page) + rest)], shown);
        Expect.WellFormed(MmapErrorKind.RegionTruncated, error);
    }

    [Fact]
    public void Up_to_a_protected_page_everything_is_shown()
    {
        byte[] content = Data.Random(8 * s_page);
        using MapSample sample = new(SampleKind.UnalignedFile, content);
        sample.Map.Protect(MapProtection.None, (5 * s_page) - (long)(sample.Map.Address % (ulong)s_page), s_page);

        (byte[] shown, MmapException error) = ReadUntilError(sample.Map);
        Assert.Equal(content[..((5 * s_page) - (int)(sample.Map.Address % (ulong)s_page))], shown);
        Expect.WellFormed(MmapErrorKind.RegionProtected, error);
    }

    [Theory]
    [InlineData(SampleKind.File)]
    [InlineData(SampleKind.PrivateFile)]
    [InlineData(SampleKind.PrivateAnonymous)]
    [InlineData(SampleKind.MemoryFile)]
    public void Holes_look_like_the_zeros_that_they_are(SampleKind kind)
    {
        Law.Holds(Gen.Choose(0, 63).Two().ListOf(5).Zip(Gen.Choose(1, 40)), value =>
        {
            (var writes, int width) = value;
            byte[] content = new byte[64 * s_page];
            using TempFile file = new(content.Length);
            using MapSample? memory = kind is SampleKind.File or SampleKind.PrivateFile ? null : new MapSample(kind, content);
            using MemoryMap map = memory?.Map ?? MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite, IsPrivate = kind == SampleKind.PrivateFile });
            foreach ((int page, int at) in writes)
            {
                content[(page * s_page) + at] = (byte)at;
                map.WriteByte((page * s_page) + at, (byte)at);
            }

            HexView view = new(new HexLayout(width, 2, isLittleEndian: false, hasText: true), HexStyle.Plain, HexBase.Offset, collapse: true, pieceSize: 1000);
            HexHighlights highlights = new([new MapRange(writes[0].Item1 * s_page, 5)]);
            string text = HexText.Print(view.Lines(map, new MapRange(0, content.Length), highlights));
            Assert.Equal(content, HexText.Parse(text, width, content.Length));
        }, 50);
    }

    [Fact]
    public void A_hole_that_may_not_be_read_is_an_error()
    {
        using TempFile file = new(64L * s_page);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        map.Protect(MapProtection.None, 40 * s_page, s_page);

        (byte[] _, MmapException error) = ReadUntilError(map, pieceSize: s_page);
        Expect.WellFormed(MmapErrorKind.RegionProtected, error);
        Assert.Equal(40L * s_page, error.Offset);
    }

    [Fact]
    public void What_repeats_before_the_cut_is_not_lost()
    {
        using TempFile file = new(new byte[8 * s_page]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        file.SetLength(2 * s_page);
        HexView view = new(new HexLayout(16, 2, isLittleEndian: false, hasText: true), HexStyle.Plain, HexBase.Offset, collapse: true);
        List<HexLine> lines = [];
        Expect.Failure(MmapErrorKind.RegionTruncated, () => lines.AddRange(Live(view.Lines(map, new MapRange(0, map.Length), HexHighlights.None), lines)));

        Assert.Equal([(HexLineKind.Data, 0L, 16L), (HexLineKind.Repeat, 16L, (2L * s_page) - 16)], lines.Select(static line => (line.Kind, line.Offset, line.Length)));
    }

    private static (byte[] Shown, MmapException Error) ReadUntilError(MemoryMap map, int pieceSize = 1000000)
    {
        HexView view = new(new HexLayout(48, 2, isLittleEndian: false, hasText: true), HexStyle.Plain, HexBase.Offset, collapse: true, pieceSize);
        List<byte> shown = [];
        MmapException error = Assert.Throws<MmapException>(() =>
        {
            foreach (HexLine line in view.Lines(map, new MapRange(0, map.Length), HexHighlights.None))
            {
                shown.AddRange(line.Bytes);
            }
        });
        return ([.. shown], error);
    }

    /// <summary>Keeps the lines although the last step fails.</summary>
    private static IEnumerable<HexLine> Live(IEnumerable<HexLine> lines, List<HexLine> kept)
    {
        foreach (HexLine line in lines)
        {
            kept.Add(line);
        }

        return [];
    }

    /// <summary>The rule, line by line.</summary>
    private static List<(HexLineKind Kind, long Offset, long Length)> Collapse(byte[] content, int width)
    {
        List<(HexLineKind, long, long)> lines = [];
        int count = (content.Length + width - 1) / width;
        for (int i = 0; i < count;)
        {
            lines.Add((HexLineKind.Data, i * width, Math.Min(width, content.Length - (i * width))));
            int end = i + 1;
            while (end < count - 1 && content.AsSpan(i * width, width).SequenceEqual(content.AsSpan(end * width, width)))
            {
                end++;
            }

            int hidden = end - i - 1;
            if (hidden > 0)
            {
                lines.Add((hidden == 1 ? HexLineKind.Data : HexLineKind.Repeat, (i + 1) * width, hidden * width));
            }

            i = end;
        }

        return lines;
    }
}
