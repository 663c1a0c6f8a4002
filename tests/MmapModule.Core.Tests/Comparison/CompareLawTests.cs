using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Comparison against a naive model, over random input.</summary>
public sealed class CompareLawTests
{
    [Fact]
    public void Any_comparison_agrees_with_a_naive_one()
    {
        const int size = 700;
        using MapSample reference = new(SampleKind.File, Data.Random(size));
        using MapSample difference = new(SampleKind.PrivateAnonymous, Data.Random(size));
        Law.Holds(Cases(), test =>
        {
            // Both start from the same bytes at different places of their maps; then one is edited.
            byte[] content = Data.Random(size, test.Seed);
            byte[] edited = (byte[])content.Clone();
            foreach ((int at, int count) in test.Edits)
            {
                for (int i = at; i < Math.Min(size, at + count); i++)
                {
                    edited[i] ^= (byte)(1 + (i % 200));
                }
            }

            reference.Map.Write(test.FirstStart, content.AsSpan(test.FirstStart));
            difference.Map.Write(test.SecondStart, edited.AsSpan(test.FirstStart, Math.Min(size - test.FirstStart, size - test.SecondStart)));
            MappedRegion first = reference.Map.Slice(test.FirstStart);
            MappedRegion second = difference.Map.Slice(test.SecondStart);
            byte[] firstBytes = first.Read();
            byte[] secondBytes = second.Read();
            CompareOptions options = new()
            {
                BlockSize = test.BlockSize, ThreadCount = test.Threads, PieceSize = test.PieceSize, ChunkSize = test.ChunkSize,
            };

            List<MappedDifference> found = first.Compare(second, options).ToList();

            Assert.Equal(NaiveComparison.Find(firstBytes, secondBytes, test.BlockSize), found.Select(static item => (item.Offset, item.Length, item.Kind)));
            Assert.Equal(firstBytes.AsSpan().SequenceEqual(secondBytes), first.ContentEquals(second, options));
            foreach (MappedDifference item in found)
            {
                int start = (int)item.Offset;
                int end = (int)(item.Offset + item.Length);
                Assert.Equal(firstBytes[Math.Min(start, firstBytes.Length)..Math.Min(end, firstBytes.Length)], item.ReferenceBytes);
                Assert.Equal(secondBytes[Math.Min(start, secondBytes.Length)..Math.Min(end, secondBytes.Length)], item.DifferenceBytes);
                Assert.Equal((start + test.FirstStart, start + test.SecondStart), (item.ReferenceOffset, item.DifferenceOffset));
                Assert.Equal(item.ReferenceBytes, item.Reference.Read());
                Assert.Equal(item.DifferenceBytes, item.Difference.Read());
            }
        }, times: 1000);
    }

    [Fact]
    public void Counting_of_differing_bytes_agrees_with_a_loop()
    {
        Law.Holds(Gen.Choose(0, 300).Zip(Gen.Choose(0, 300)), static value =>
        {
            (int length, int equalAt) = value;
            byte[] first = Data.Random(length);
            byte[] second = first.Select(static item => (byte)~item).ToArray();
            if (equalAt < length)
            {
                second[equalAt] = first[equalAt];
            }

            Assert.Equal(Math.Min(length, equalAt), MmapModule.Comparison.DifferingBytes.CountFromStart(first, second));
        }, times: 1000);
    }

    private static Gen<Case> Cases() =>
        from seed in Gen.Choose(0, 1000)
        from edits in Gen.Choose(0, 699).Zip(Gen.Frequency((5, Gen.Choose(1, 3)), (1, Gen.Choose(1, 300)))).ListOf()
        from starts in Gen.OneOf(Gen.Constant((0, 0)), Gen.Choose(0, 700).Two().Select(static pair => (pair.Item1, pair.Item2)))
        from blockSize in Gen.Elements(1L, 1, 1, 2, 7, 8, 64, 1000, long.MaxValue)
        from threads in Gen.Choose(1, 3)
        from chunkSize in Gen.Choose(1, 100)
        from chunks in Gen.Choose(1, 4)
        select new Case(seed, edits.ToArray(), starts.Item1, starts.Item2, blockSize, threads, chunkSize, chunkSize * chunks);

    private sealed record Case(int Seed, (int At, int Count)[] Edits, int FirstStart, int SecondStart, long BlockSize, int Threads, int ChunkSize, int PieceSize);
}
