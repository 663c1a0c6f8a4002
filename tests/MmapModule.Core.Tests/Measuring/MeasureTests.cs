using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What is told of the bytes of blocks.</summary>
public sealed class MeasureTests
{
    private const int Block = 4096;
    private const long Huge = 1L << 40;

    [Fact]
    public void Any_layout_agrees_with_naive_counting()
    {
        Law.Holds(Cases(), static test =>
        {
            using TempFile file = Write(test.Layout, test.Extra);
            using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite, IsPrivate = test.IsPrivate });
            if (test.IsPrivate)
            {
                // A page of its own over what may be a hole below.
                map.WriteByte(map.Length / 2, 99);
            }

            byte[] bytes = map.Read();
            MeasureOptions options = new() { BlockSize = test.BlockSize, ThreadCount = test.Threads, PieceSize = test.PieceSize };
            List<MappedBlock> found = map.Measure(options, test.Start).ToList();

            Assert.Equal(Naive(bytes, test.Start, test.BlockSize), found.Select(static block => (block.Offset, block.Length, block.Distinct, Math.Round(block.Entropy, 9))));
            foreach (MappedBlock block in found)
            {
                ReadOnlySpan<byte> own = bytes.AsSpan((int)block.Offset, (int)block.Length);
                Assert.Equal((double)own.Count((byte)0) / own.Length, block.ZeroShare);
                Assert.Equal((double)own.Count((byte)0xFF) / own.Length, block.FullShare);
                Assert.Equal(1, block.ZeroShare + block.ControlShare + block.TextShare + block.HighShare + block.FullShare, 12);
            }
        }, times: 60);
    }

    [Theory]
    [InlineData(new byte[] { 5 }, 0, 1)]
    [InlineData(new byte[] { 1, 2 }, 1, 2)]
    [InlineData(new byte[] { 1, 1, 2, 3 }, 1.5, 3)]
    public void Small_blocks_have_the_entropy_of_the_textbook(byte[] bytes, double entropy, int distinct)
    {
        using MapSample sample = new(SampleKind.File, bytes);
        MappedBlock block = Assert.Single(sample.Map.Measure());
        Assert.Equal(entropy, block.Entropy);
        Assert.Equal(distinct, block.Distinct);
    }

    [Fact]
    public void All_values_equally_often_are_8_bits_and_one_value_is_0()
    {
        using MapSample sample = new(SampleKind.File, [.. Enumerable.Range(0, 3 * 256).Select(static value => (byte)value), .. Data.Filled(768, 0x41)]);
        MappedBlock[] blocks = sample.Map.Measure(new() { BlockSize = 768 }).ToArray();
        Assert.Equal([8.0, 0.0], blocks.Select(static block => block.Entropy));
        Assert.Equal([100.0 / 256, 1.0], blocks.Select(static block => block.TextShare));
        Assert.Equal([27.0 / 256, 0.0], blocks.Select(static block => block.ControlShare));
        Assert.Equal([127.0 / 256, 0.0], blocks.Select(static block => block.HighShare));
    }

    [Theory]
    [InlineData(1, 4096)]
    [InlineData(64 * 4096, 4096)]
    [InlineData((64 * 4096) + 1, 8192)]
    [InlineData(1L << 40, 1L << 34)]
    [InlineData(long.MaxValue, 1L << 57)]
    public void By_default_there_are_at_most_64_blocks(long length, long size)
    {
        Assert.Equal(size, MeasureOptions.UsualBlockSize(length));
        Assert.InRange((double)length / size, 0, 64);
    }

    [Fact]
    public void Holes_are_not_read()
    {
        Needs.Holes();
        using TempFile file = new(Huge + 1);
        file.Overwrite(Huge / 2, Data.Random(100));
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        List<MappedBlock> blocks = map.Measure().ToList();
        Assert.Equal(Huge + 1, blocks.Sum(static block => block.Length));
        Assert.Equal(map.Length, blocks[^1].Offset + blocks[^1].Length);
        MappedBlock found = Assert.Single(blocks, static block => block.Distinct > 1);
        Assert.InRange(Huge / 2, found.Offset, found.Offset + found.Length - 1);
        using CachedFile cached = CachedFile.Open(file.Path);
        Assert.InRange(cached.GetState(null, default).CachedBytes, 0, 16L << 20);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_was_measured_before_a_truncation_is_delivered_and_the_error_says_how_much(int threads)
    {
        const int end = (3 * Block) + 100;
        byte[] content = Data.Random(20 * Block);
        using TempFile file = new(content);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        file.SetLength(end);
        List<MappedBlock> found = [];
        MmapException error = Expect.Failure(MmapErrorKind.RegionTruncated, () =>
        {
            foreach (MappedBlock block in map.Measure(new() { BlockSize = 2 * Block, ThreadCount = threads, PieceSize = 3 * Block }, Block))
            {
                found.Add(block);
            }
        });

        Assert.Equal([(Block, 2 * Block), (3 * Block, 100)], found.Select(static block => ((int)block.Offset, (int)block.Length)));
        Assert.Equal(end - Block, error.BytesTransferred);
        Assert.Equal(end, error.Offset);
    }

    [Fact]
    public void What_may_not_be_read_is_an_error_after_what_comes_before_it()
    {
        int page = Data.PageSize;
        Needs.Holes();
        using TempFile file = new(Huge);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        map.RemovePart(Huge / 2, page);
        List<MappedBlock> found = [];
        MmapException error = Expect.Failure(MmapErrorKind.RangeNotMapped, () =>
        {
            foreach (MappedBlock block in map.Measure(new() { BlockSize = Huge / 4 }))
            {
                found.Add(block);
            }
        });
        Assert.Equal(2, found.Count);
        Assert.Equal(Huge / 2, error.Offset);
    }

    [Fact]
    public void It_can_be_stopped_in_a_hole()
    {
        Needs.Holes();
        using TempFile file = new(Huge);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        using CancellationTokenSource stop = new();
        int count = 0;
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (MappedBlock block in map.Measure(new() { BlockSize = 1 }, cancellation: stop.Token))
            {
                count++;
                stop.Cancel();
            }
        });
        Assert.Equal(1, count);
    }

    [Fact]
    public void An_option_below_1_is_refused()
    {
        using MapSample sample = new(SampleKind.File, [1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => sample.Map.Measure(new() { BlockSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => sample.Map.Measure(new() { ThreadCount = 0 }));
        Assert.Empty(sample.Map.Measure(offset: 1));
    }

    private static IEnumerable<(long Offset, long Length, int Distinct, double Entropy)> Naive(byte[] bytes, int start, long blockSize)
    {
        for (long offset = start; offset < bytes.Length; offset += blockSize)
        {
            byte[] block = bytes[(int)offset..(int)Math.Min(bytes.Length, offset + Math.Min(blockSize, bytes.Length))];
            double entropy = 0;
            foreach (IGrouping<byte, byte> one in block.GroupBy(static value => value))
            {
                double share = (double)one.Count() / block.Length;
                entropy -= share * Math.Log2(share);
            }

            yield return (offset, block.Length, block.Distinct().Count(), Math.Round(entropy + 0.0, 9));
            if (blockSize > bytes.Length)
            {
                yield break;
            }
        }
    }

    /// <summary>Holes (0), and random bytes from a small alphabet (1) or from all (2), 32 KiB each.</summary>
    private static TempFile Write(int[] layout, int extra)
    {
        const int unit = 32 * 1024;
        TempFile file = new((layout.Length * unit) + extra);
        using FileStream stream = new(file.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        for (int i = 0; i < layout.Length; i++)
        {
            if (layout[i] > 0)
            {
                byte[] bytes = Data.Random(unit, i);
                stream.Position = i * unit;
                stream.Write(layout[i] == 1 ? Array.ConvertAll(bytes, static value => (byte)(value & 3)) : bytes);
            }
        }

        return file;
    }

    private static Gen<Case> Cases() =>
        from layout in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Constant(1)), (1, Gen.Constant(2))).ArrayOf(10)
        from extra in Gen.Elements(0, 1, 5000)
        from isPrivate in Gen.Elements(true, false)
        from start in Gen.Elements(0, 0, 1, Block, 100_000)
        from blockSize in Gen.Elements(777L, Block, 5000, 65_536, 100_000, long.MaxValue)
        from threads in Gen.Choose(1, 3)
        from pieceSize in Gen.Elements(1000, Block, 10_000, 1 << 20)
        select new Case(layout, extra, isPrivate, start, blockSize, threads, pieceSize);

    private sealed record Case(int[] Layout, int Extra, bool IsPrivate, int Start, long BlockSize, int Threads, int PieceSize);
}
