using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using MmapModule.Extents;
using MmapModule.Platform;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Which parts of files are data and holes.</summary>
public sealed class ExtentTests
{
    private const int Block = 65536;

    [Fact]
    public void A_file_is_covered_without_gaps_and_holes_are_where_it_has_none_of_its_bytes()
    {
        using TempFile file = new(20L * Block);
        file.Overwrite(2 * Block, Data.Random(3 * Block));
        file.Overwrite(10 * Block, Data.Random(Block));
        List<FileExtent> extents = FileExtents.Get(file.Path, sync: true).ToList();
        long position = 0;
        foreach (FileExtent extent in extents)
        {
            Assert.Equal(position, extent.Offset);
            Assert.Equal(file.Path, extent.Path);
            position += extent.Length;
        }

        Assert.Equal(file.Length, position);
        long data = extents.Where(static extent => extent.Kind != FileExtentKind.Hole).Sum(static extent => extent.Length);
        Assert.InRange(data, 4 * Block, 20 * Block);
        Assert.All(extents.Where(static extent => extent.Kind == FileExtentKind.Hole), static extent => Assert.Null(extent.Physical));
    }

    [Fact]
    public void A_file_in_memory_has_data_and_holes_without_places()
    {
        using Mount mount = Mount.Tmpfs("size=4m");
        string path = mount.Combine("file");
        System.IO.File.WriteAllBytes(path, Data.Random(Block));
        using (System.IO.FileStream stream = System.IO.File.OpenWrite(path))
        {
            stream.SetLength(4 * Block);
        }

        Assert.Equal(
            [(0, Block, FileExtentKind.Data), (Block, 3 * Block, FileExtentKind.Hole)],
            FileExtents.Get(path).Select(static extent => ((int)extent.Offset, (int)extent.Length, extent.Kind)));
        Assert.All(FileExtents.Get(path), static extent => Assert.Equal((null, null), (extent.Physical, extent.Shared)));
    }

    [Fact]
    [OnlyOn("Linux", "asks about /dev/null")]
    public void What_has_no_extents_is_refused()
    {
        Expect.Failure(MmapErrorKind.NotMappable, () => _ = FileExtents.Get("/tmp").Count());
        Expect.Failure(MmapErrorKind.NotMappable, () => _ = FileExtents.Get("/dev/null").Count());
        Expect.Failure(MmapErrorKind.PathNotFound, () => _ = FileExtents.Get("/none/of/it").Count());
        using TempFile empty = new([]);
        Assert.Empty(FileExtents.Get(empty.Path));
    }

    [Fact]
    public void Holes_are_what_is_between_extents_and_blocks_after_the_end_come_last() =>
        Assert.Equal(
            ["Hole 0+4096", "Data 4096+4096@1000", "Hole 8192+1808", "Unwritten 12288+8192@50000"],
            Walk(10_000, isWhole: true, _ => new([new(new(4096, 4096), 1000, false, false), new(new(12_288, 8192), 50_000, true, false)], true)));

    [Fact]
    public void The_last_block_ends_where_the_file_does() =>
        Assert.Equal(["Data 0+5@4096"], Walk(5, isWhole: true, _ => new([new(new(0, 4096), 4096, false, false)], true)));

    [Fact]
    public void A_reserved_extent_goes_on_behind_the_end() =>
        Assert.Equal(["Unwritten 0+5000@0", "Unwritten 8192+8192@8192"], Walk(5000, isWhole: true, _ => new([new(new(0, 16_384), 0, true, false)], true)));

    [Fact]
    public void A_part_of_an_extent_has_its_own_place() =>
        Assert.Equal(
            ["Data 5000+3000@6000"],
            new ExtentWalk("x", new(5000, 3000), hasTail: false, _ => new([new(new(4000, 100_000), 5000, false, false)], true), () => 200_000).Run(default).Select(Text));

    [Fact]
    public void Several_calls_go_on_where_the_one_before_has_ended()
    {
        List<MapRange> asked = [];
        IEnumerable<string> found = Walk(12_288, isWhole: false, range =>
        {
            asked.Add(range);
            return new([new(new(range.Offset, 4096), range.Offset, false, false)], false);
        });
        Assert.Equal(["Data 0+4096@0", "Data 4096+4096@4096", "Data 8192+4096@8192"], found);
        Assert.Equal([0L, 4096, 8192], asked.Select(static range => range.Offset));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 4096)]
    [InlineData(-1, 0)]
    public void A_file_that_changes_or_a_system_that_repeats_itself_does_not_keep_it_going(int first, int length)
    {
        int calls = 0;
        List<string> found = Walk(1L << 40, isWhole: true, range =>
        {
            calls++;
            return new(first < 0 ? [] : [new(new(first, length), 0, false, false)], false);
        }).ToList();
        Assert.InRange(calls, 1, 2);
        Assert.StartsWith("Hole", found[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Extents_that_overlap_are_told_once() =>
        Assert.Equal(
            ["Data 0+8192@0", "Data 8192+4096@104096", "Hole 12288+4096"],
            Walk(16_384, isWhole: false, _ => new([new(new(0, 8192), 0, false, false), new(new(4096, 8192), 100_000, false, false), new(new(0, 4096), 0, false, false)], true)));

    [Fact]
    public void The_longest_file_has_an_end() =>
        Assert.Equal(
            ["Data 0+4096@0", "Hole 4096+9223372036854771711"],
            Walk(long.MaxValue, isWhole: true, static range => new(range.Offset > 0 ? [] : [new(new(0, 4096), 0, false, false)], false)));

    [Fact]
    public void What_was_cut_off_meanwhile_is_no_hole() =>
        Assert.Equal(
            ["Data 0+4096@0", "Hole 4096+904"],
            new ExtentWalk("x", new(0, 1_000_000), hasTail: true, _ => new([new(new(0, 4096), 0, false, false)], true), () => 5000).Run(default).Select(Text));

    [Fact]
    public void It_can_be_stopped()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        using TempFile file = new([1]);
        Assert.Throws<OperationCanceledException>(() => _ = FileExtents.Get(file.Path, cancellation: stop.Token).Count());
    }

    private static IEnumerable<string> Walk(long length, bool isWhole, Func<MapRange, ExtentBatch?> read) =>
        new ExtentWalk("x", new(0, length), isWhole, read, () => length).Run(default).Select(Text);

    private static string Text(FileExtent extent) =>
        FormattableString.Invariant($"{extent.Kind} {extent.Offset}+{extent.Length}{(extent.Physical is { } place ? "@" + place : string.Empty)}");
}
