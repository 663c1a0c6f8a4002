using System;
using System.IO;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Copies are compared with what Buffer.BlockCopy does to an array.</summary>
public sealed class CopyLawTests
{
    private const int Size = 600_000;

    private enum Way
    {
        InOneMap,
        BetweenTwoMaps,
        FromThePath,
        InAnonymousMemory,
        InAPrivateMap,
        BetweenTwoAttachments,
    }

    [Fact]
    public void A_copy_inside_the_same_bytes_is_that_of_an_array()
    {
        byte[] content = Sparse(Data.Random(Size));
        Gen<(Way Way, (int From, int To, int Length) Range)> cases = Gen.Elements(Array.FindAll(Enum.GetValues<Way>(), static way => way != Way.BetweenTwoAttachments || OperatingSystem.IsLinux())).Zip(Ranges());
        Law.Holds(
            cases,
            value =>
            {
                (Way way, (int from, int to, int length)) = value;
                byte[] expected = (byte[])content.Clone();
                Buffer.BlockCopy(expected, from, expected, to, length);
                Assert.True(expected.AsSpan().SequenceEqual(Copy(way, content, from, to, length)), way.ToString());
            },
            times: 150);
    }

    [Fact]
    public void A_filled_range_repeats_its_pattern_and_leaves_the_rest()
    {
        byte[] content = Sparse(Data.Random(Size));
        Gen<((int From, int To, int Length) Range, int Pattern)> cases = Ranges().Zip(Gen.OneOf(Gen.Choose(1, 9), Gen.Choose(4090, 300_000)));
        Law.Holds(
            cases,
            value =>
            {
                ((int from, _, int length), int patternLength) = value;
                byte[] pattern = patternLength == 1 ? [0] : Data.Random(patternLength, seed: 2);
                byte[] expected = (byte[])content.Clone();
                for (int i = 0; i < length; i++)
                {
                    expected[from + i] = pattern[i % pattern.Length];
                }

                using TempFile file = Write(content);
                using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
                map.Fill(from, length, pattern);
                Assert.True(expected.AsSpan().SequenceEqual(map.Read()));
            },
            times: 60);
    }

    [Fact]
    [OnlyOn("Linux", "Wine punches no holes")]
    public void A_punched_range_is_zero_and_the_rest_stays()
    {
        byte[] content = Data.Random(Size);
        Law.Holds(
            Ranges().Zip(Gen.Elements(true, false)),
            value =>
            {
                ((int from, _, int length), bool isFile) = value;
                byte[] expected = (byte[])content.Clone();
                Array.Clear(expected, from, length);
                using TempFile file = new(content);
                using MemoryMap map = isFile
                    ? MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite, Offset = 0 })
                    : MemoryMap.CreateAnonymous(new() { Size = Size, IsPrivate = true });
                map.Write(0, content);
                map.PunchHole(from, length);
                Assert.True(expected.AsSpan().SequenceEqual(map.Read()));
            },
            times: 60);
    }

    private static byte[] Copy(Way way, byte[] content, int from, int to, int length)
    {
        if (way == Way.InAnonymousMemory)
        {
            using MemoryMap memory = MemoryMap.CreateAnonymous(new() { Size = Size, IsPrivate = true });
            memory.Write(0, content);
            memory.CopyTo(memory, to, from, length);
            return memory.Read();
        }

        if (way == Way.BetweenTwoAttachments)
        {
            using MemoryMap segment = MemoryMap.OpenSegmentKey(0, SharedMemoryMode.Create, new() { Size = Size });
            using MemoryMap again = MemoryMap.OpenSegment(segment.SegmentId!.Value);
            SharedMemoryCatalog.RemoveSegment(segment.SegmentId!.Value);
            segment.Write(0, content);
            segment.CopyTo(again, to, from, length);
            return segment.Read();
        }

        using TempFile file = Write(content);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite, IsPrivate = way == Way.InAPrivateMap });
        switch (way)
        {
            case Way.BetweenTwoMaps:
                // Another view of the file, which starts elsewhere.
                using (MemoryMap other = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite, Offset = to }))
                {
                    map.CopyTo(other, 0, from, length);
                }

                break;
            case Way.FromThePath:
                map.CopyTo(file.Path, to, from, length);
                break;
            default:
                map.CopyTo(map, to, from, length);
                break;
        }

        byte[] result = map.Read();
        Assert.True(way == Way.InAPrivateMap ? content.AsSpan().SequenceEqual(file.Read()) : result.AsSpan().SequenceEqual(file.Read()));
        return result;
    }

    /// <summary>A file whose zeros are holes.</summary>
    private static TempFile Write(byte[] content)
    {
        TempFile file = new(content.Length);
        using FileStream stream = new(file.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        for (int block = 0; block < content.Length; block += 4096)
        {
            ReadOnlySpan<byte> bytes = content.AsSpan(block, Math.Min(4096, content.Length - block));
            if (bytes.IndexOfAnyExcept((byte)0) >= 0)
            {
                stream.Position = block;
                stream.Write(bytes);
            }
        }

        return file;
    }

    private static byte[] Sparse(byte[] content)
    {
        Array.Clear(content, 40_000, 30_000);
        Array.Clear(content, 200_000, 150_000);
        Array.Clear(content, Size - 20_000, 20_000);
        return content;
    }

    private static Gen<(int From, int To, int Length)> Ranges() =>
        Gen.OneOf(Gen.Choose(0, Size), Gen.Elements(0, 1, 4095, 4096, 262_144)).Three().Select(static value =>
            (value.Item1, value.Item2, Math.Min(value.Item3, Size - Math.Max(value.Item1, value.Item2))));
}
