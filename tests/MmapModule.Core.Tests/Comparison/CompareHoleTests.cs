using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Comparison of sparse files, whose holes are not read.</summary>
public sealed class CompareHoleTests
{
    private const long Huge = 1L << 40;
    private const int Block = 4096;
    private const int Blocks = 24;

    private enum Content
    {
        Hole,
        Zeros,
        Data,
        OtherData,
    }

    [Fact]
    public void Holes_on_both_sides_are_equal_without_being_read()
    {
        Needs.Holes();
        using TempFile first = new(Huge);
        using TempFile second = new(Huge);
        byte[] bytes = Data.Random(100);
        first.Overwrite(Huge / 2, bytes);
        second.Overwrite(Huge / 2, bytes);
        using MemoryMap reference = MemoryMap.OpenFile(first.Path);
        using MemoryMap difference = MemoryMap.OpenFile(second.Path);

        Assert.Empty(reference.Compare(difference));
        Assert.True(reference.ContentEquals(difference));
        using CachedFile cached = CachedFile.Open(first.Path);
        Assert.InRange(cached.GetState(null, default).CachedBytes, 0, 16L << 20);

        second.Overwrite(Huge - 1, [7]);
        MappedDifference item = Assert.Single(reference.Compare(difference));
        Assert.Equal((Huge - 1, 1, MappedDifferenceKind.Changed), (item.Offset, item.Length, item.Kind));
        item = Assert.Single(reference.Compare(difference, new() { BlockSize = 10_000 }));
        Assert.Equal((Huge - (Huge % 10_000), Huge % 10_000), (item.Offset, item.Length));
        Assert.False(reference.ContentEquals(difference));
    }

    [Fact]
    public void Any_layout_agrees_with_a_naive_comparison()
    {
        Law.Holds(Cases(), static test =>
        {
            using TempFile first = Write(test.First);
            using TempFile second = Write(test.Second);
            using MemoryMap reference = MemoryMap.OpenFile(first.Path);
            using MemoryMap difference = MemoryMap.OpenFile(
                second.Path, new() { Protection = MapProtection.ReadWrite, IsPrivate = test.IsPrivate, Offset = test.Start });
            MappedRegion shifted = reference.Slice(test.Start);
            if (test.IsPrivate)
            {
                // A page of its own over what may be a hole below.
                difference.WriteByte(test.WrittenAt % difference.Length, 99);
            }

            CompareOptions options = new() { BlockSize = test.BlockSize, ThreadCount = test.Threads, PieceSize = test.PieceSize, ChunkSize = 3000 };
            byte[] secondBytes = second.Read()[test.Start..];
            if (test.IsPrivate)
            {
                secondBytes[test.WrittenAt % difference.Length] = 99;
            }

            List<MappedDifference> found = shifted.Compare(difference, options).ToList();

            Assert.Equal(
                NaiveComparison.Find(first.Read().AsSpan(test.Start), secondBytes, test.BlockSize),
                found.Select(static item => (item.Offset, item.Length, item.Kind)));
            Assert.Equal(found.Count == 0, shifted.ContentEquals(difference, options));
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_cannot_be_read_in_a_hole_is_an_error_at_its_place(int threads)
    {
        int page = Data.PageSize;
        Needs.Holes();
        using TempFile first = new(Huge);
        using TempFile second = new(Huge);
        using MemoryMap reference = MemoryMap.OpenFile(first.Path);
        using MemoryMap unmapped = MemoryMap.OpenFile(second.Path);
        using MemoryMap guarded = MemoryMap.OpenFile(second.Path);
        using MemoryMap truncated = MemoryMap.OpenFile(second.Path);
        long far = (Huge / 3 / page * page) + page;
        unmapped.RemovePart(far, page);
        guarded.Protect(MapProtection.None, far, page);
        CompareOptions options = new() { ThreadCount = threads };

        Assert.Equal(far, Failure(MmapErrorKind.RangeNotMapped, unmapped).Offset);
        Assert.Equal(far, Failure(MmapErrorKind.RegionProtected, guarded).Offset);
        second.SetLength(far + 5);
        Assert.Equal(far + 5, Failure(MmapErrorKind.RegionTruncated, truncated).Offset);

        MmapException Failure(MmapErrorKind kind, MemoryMap map)
        {
            MmapException error = Expect.Failure(kind, () => _ = reference.Compare(map, options).Count());
            Assert.Same(map, error.Input);
            Expect.Failure(kind, () => _ = reference.ContentEquals(map, options));
            return error;
        }
    }

    /// <summary>Blocks of holes, of zeros that were written, and of data.</summary>
    private static TempFile Write(Content[] blocks)
    {
        TempFile file = new(blocks.Length * Block);
        using FileStream stream = new(file.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        for (int i = 0; i < blocks.Length; i++)
        {
            if (blocks[i] != Content.Hole)
            {
                stream.Position = i * Block;
                stream.Write(blocks[i] == Content.Zeros ? new byte[Block] : Data.Random(Block, seed: (int)blocks[i]));
            }
        }

        return file;
    }

    private static Gen<Case> Cases() =>
        from first in Layout()
        from isCopy in Gen.Elements(true, false)
        from second in isCopy ? Layout().Select(other => first.Zip(other, static (a, b) => a is Content.Data or Content.OtherData ? a : b).ToArray()) : Layout()
        from isPrivate in Gen.Elements(true, false)
        from writtenAt in Gen.Choose(0, Blocks * Block)
        from start in Gen.Elements(0, 0, 1, Block, Block + 100, (Blocks - 1) * Block)
        from blockSize in Gen.Elements(1L, 1, 100, Block, 5000, long.MaxValue)
        from threads in Gen.Choose(1, 3)
        from pieceSize in Gen.Elements(1000, Block, 10_000, 1 << 20)
        select new Case(first, second, isPrivate, writtenAt, start, blockSize, threads, pieceSize);

    private static Gen<Content[]> Layout() =>
        Gen.Frequency((4, Gen.Constant(Content.Hole)), (2, Gen.Constant(Content.Zeros)), (2, Gen.Constant(Content.Data)), (1, Gen.Constant(Content.OtherData)))
            .ArrayOf(Blocks);

    private sealed record Case(Content[] First, Content[] Second, bool IsPrivate, int WrittenAt, int Start, long BlockSize, int Threads, int PieceSize);
}
