using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MmapModule.Tests;

/// <summary>A hex view is byte for byte what xxd(1) prints.</summary>
public sealed class XxdAgreementTests
{
    private const int Size = 3000;
    private const int Times = 60;
    private const int WidestLine = 256;
    private const string Xxd = "xxd";

    [Fact]
    public void Random_bytes_look_the_same_in_every_width_and_grouping()
    {
        Needs.Program(Xxd);
        using TempFile file = new(Data.Random(Size));
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        Law.Holds(Gen.Choose(1, WidestLine).Zip(Gen.Choose(0, 20)).Zip(Ranges()), value =>
        {
            ((int width, int group), MapRange range) = value;
            HexView view = new(new HexLayout(width, group, isLittleEndian: false, hasText: true), HexStyle.Plain, HexBase.Offset, collapse: false);
            Assert.Equal(Run(file, range, "-c", Text(width), "-g", Text(group)), HexText.Print(view.Lines(map, range, HexHighlights.None)));
        }, Times);
    }

    [Fact]
    public void Little_endian_words_look_the_same()
    {
        Needs.Program(Xxd);
        using TempFile file = new(Data.Random(Size));
        using MemoryMap map = MemoryMap.OpenFile(file.Path);

        // Where a line does not hold whole words, xxd itself prints the text over the words.
        Law.Holds(Gen.Choose(1, 16).Zip(Gen.Elements(1, 2, 4, 8, 16)).Zip(Ranges()), value =>
        {
            ((int words, int group), MapRange range) = value;
            HexView view = new(new HexLayout(words * group, group, isLittleEndian: true, hasText: true), HexStyle.Plain, HexBase.Offset, collapse: false);
            Assert.Equal(Run(file, range, "-e", "-c", Text(words * group), "-g", Text(group)), HexText.Print(view.Lines(map, range, HexHighlights.None)));
        }, Times);
    }

    [Fact]
    public void Zeros_are_collapsed_by_the_rule_of_its_option_a()
    {
        Needs.Program(Xxd);
        Law.Holds(Gen.Choose(0, 7).ListOf(40).Zip(Gen.Choose(0, 15)), static value =>
        {
            (var runs, int rest) = value;
            byte[] content = new byte[(runs.Count * 8 * 16) + rest];
            int at = 0;
            foreach (int run in runs)
            {
                // No other line comes twice in a row: xxd collapses zeros only.
                content[at] = (byte)(1 + (at / 16 % 250));
                at += (run + 1) * 16;
            }

            int length = at + rest;
            using TempFile file = new(content[..length]);
            using MemoryMap map = MemoryMap.OpenFile(file.Path);
            HexView view = new(new HexLayout(16, 2, isLittleEndian: false, hasText: true), HexStyle.Plain, HexBase.Offset, collapse: true, pieceSize: 100);
            MapRange range = new(0, length);
            Assert.Equal(Run(file, range, "-a"), HexText.Print(view.Lines(map, range, HexHighlights.None)));
        }, Times);
    }

    [Fact]
    public void Offsets_beyond_4_GiB_grow_in_the_same_way()
    {
        Needs.Program(Xxd);
        using TempFile file = new((1L << 32) + 100);
        file.Overwrite((1L << 32) - 20, Data.Random(60));
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        HexView view = new(new HexLayout(16, 2, isLittleEndian: false, hasText: true), HexStyle.Plain, HexBase.Offset, collapse: false);
        MapRange range = new((1L << 32) - 40, 140);
        string shown = HexText.Print(view.Lines(map, range, HexHighlights.None));

        Assert.Equal(Run(file, range), shown);
        Assert.Contains("\n100000008: ", shown, System.StringComparison.Ordinal);
    }

    private static Gen<MapRange> Ranges() =>
        Gen.Choose(0, Size).Two().Select(static pair => new MapRange(pair.Item1, pair.Item2 % (Size - pair.Item1 + 1)));

    private static string Run(TempFile file, MapRange range, params string[] options)
    {
        // xxd -l 0 means no limit in some versions.
        return range.Length == 0
            ? string.Empty
            : ProcessRunner.Run(Xxd, ["-s", Text(range.Offset), "-l", Text(range.Length), .. options, file.Path]).Output;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
