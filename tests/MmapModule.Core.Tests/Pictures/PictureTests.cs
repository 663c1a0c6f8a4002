using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml;
using FsCheck;
using FsCheck.Fluent;
using MmapModule.Pictures;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Pictures of blocks.</summary>
public sealed class PictureTests
{
    private static readonly PictureWords s_words = new("a title", "below", "up", "along", ["0", "1", "2", "3", "4", "5", "6", "7", "8"], "marked");

    [Fact]
    public void Any_range_fits_into_the_rows_and_cells_have_round_sizes()
    {
        Gen<(long Length, int Width, int Height)> cases =
            from length in Law.Sizes()
            from width in Gen.Choose(1, 300)
            from height in Gen.Choose(1, 40)
            select (length, width, height);
        Law.Holds(cases, static test =>
        {
            foreach (PictureStyle style in Enum.GetValues<PictureStyle>())
            {
                PictureLayout layout = new(new MapRange(0, test.Length), style, test.Width, test.Height);
                Assert.True(long.IsPow2(layout.CellSize));
                Assert.True((decimal)layout.CellSize * test.Width * test.Height >= test.Length);
            }
        });
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("<a & \"b'>", "&lt;a &amp; &quot;b&#39;&gt;")]
    [InlineData("a\0\u001b\uFFFFb", "a\uFFFD\uFFFD\uFFFDb")]
    public void Text_in_XML_is_what_may_be_there(string text, string expected) => Assert.Equal(expected, MmapModule.Pictures.XmlText.Escape(text));

    [Fact]
    public void Half_a_character_is_replaced() => Assert.Equal("\ud83d\ude00 \uFFFD", MmapModule.Pictures.XmlText.Escape("\ud83d\ude00 \ud83d"));

    [Fact]
    public void Whatever_the_title_is_the_picture_can_be_parsed()
    {
        using MapSample sample = new(SampleKind.File, Data.Random(3000));
        Law.Holds(ArbMap.Default.GeneratorFor<string>().Where(static text => text is not null), title =>
        {
            string svg = Draw(sample.Map, PictureStyle.Entropy, s_words with { Title = title }, []);
            XmlDocument document = new();
            document.LoadXml(svg);
            Assert.Equal("svg", document.DocumentElement!.Name);
        }, times: 50);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(1L)]
    [InlineData(1L << 40)]
    public void Bars_and_ticks_stay_within_the_axes(long length)
    {
        Needs.Holes();
        using TempFile file = new(length);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        foreach (PictureStyle style in Enum.GetValues<PictureStyle>())
        {
            XmlDocument document = new();
            document.LoadXml(Draw(map, style, s_words, [new MapRange(0, length)]));
            foreach (XmlElement rect in document.GetElementsByTagName("rect"))
            {
                Assert.InRange(double.Parse(rect.GetAttribute("width"), System.Globalization.CultureInfo.InvariantCulture), 0, 1100);
            }

            Assert.InRange(document.GetElementsByTagName("line").Count, 5, 30);
        }
    }

    [Fact]
    public void Many_highlights_at_one_place_are_one_band()
    {
        using MapSample sample = new(SampleKind.File, Data.Random(100_000));
        MapRange[] hits = [.. Enumerable.Range(0, 5000).Select(static i => new MapRange(i, 1)), new MapRange(99_999, 1)];
        XmlDocument document = new();
        document.LoadXml(Draw(sample.Map, PictureStyle.Entropy, s_words, hits));
        Assert.InRange(document.GetElementsByTagName("path").Count, 3, 100);
    }

    [Fact]
    public void A_row_that_an_error_cuts_short_is_drawn_before_the_error()
    {
        using TempFile file = new(Data.Random(10 * 256));
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        PictureLayout layout = new(new MapRange(0, map.Length), PictureStyle.Entropy, width: 4, height: 3);
        file.SetLength(5 * 256);
        List<PictureLine> lines = [];
        Expect.Failure(MmapErrorKind.RegionTruncated, () =>
        {
            foreach (PictureLine line in new TextPicture(layout, HexStyle.Plain, HexHighlights.None).Rows(map.Measure(new() { BlockSize = layout.CellSize })))
            {
                lines.Add(line);
            }
        });
        Assert.Equal(["00000000: ████", "00000400: █"], lines.Select(static line => line.ToString()));
    }

    [Fact]
    public void The_offsets_of_large_maps_are_as_wide_as_the_last_one()
    {
        Needs.Holes();
        using TempFile file = new(1L << 40);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        PictureLayout layout = new(new MapRange(0, map.Length), PictureStyle.ByteClass, width: 16, height: 2);
        IEnumerable<PictureLine> rows = new TextPicture(layout, HexStyle.Plain, HexHighlights.None).Rows(map.Measure(new() { BlockSize = layout.CellSize }));
        Assert.Equal(["00000000000: ················", "08000000000: ················"], rows.Select(static line => line.Text));
    }

    private static string Draw(MemoryMap map, PictureStyle style, PictureWords words, MapRange[] highlights)
    {
        PictureLayout layout = new(new MapRange(0, map.Length), style, width: 100, height: 1);
        return new SvgPicture(layout, words).Draw([.. map.Measure(new() { BlockSize = layout.CellSize })], highlights);
    }
}
