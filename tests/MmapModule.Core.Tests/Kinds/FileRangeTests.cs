using System;
using System.IO;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Which part of a file is mapped.</summary>
public sealed class FileRangeTests
{
    private const long Far = (5L << 30) + 1234;

    [Fact]
    public void Any_offset_and_length_are_mapped()
    {
        int size = (3 * Data.PageSize) + 77;
        byte[] content = Data.Random(size);
        using TempFile file = new(content);

        Law.Holds(Gen.Choose(0, size).Two(), pair =>
        {
            (int start, int end) = (Math.Min(pair.Item1, pair.Item2), Math.Max(pair.Item1, pair.Item2));
            using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Offset = start, Length = end - start });
            Assert.Equal(content[start..end], map.Read());
            Assert.Equal(start, map.FileOffset);
            Assert.Equal(end - start, map.Length);
            Assert.True(start == end || map.Address % (ulong)Data.PageSize == (ulong)(start % Data.PageSize));
        });
    }

    [Fact]
    public void Without_a_length_the_map_reaches_to_the_end()
    {
        using TempFile file = new(Data.Random(10_000));
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Offset = 9_000 });

        Assert.Equal(1_000, map.Length);
        Assert.Equal(file.Read()[9_000..], map.Read());
    }

    [Theory]
    [InlineData(100, null, 100)]
    [InlineData(10_000, null, 10_000)]
    [InlineData(100, 40L, 40)]
    [InlineData(0, null, 0)]
    public void The_offset_can_be_counted_from_the_end(long offset, long? length, long expected)
    {
        byte[] content = Data.Random(10_000);
        using TempFile file = new(content);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Offset = offset, Length = length, FromEnd = true });

        int start = (int)(10_000 - offset);
        Assert.Equal(start, map.FileOffset);
        Assert.Equal(content[start..(start + (int)expected)], map.Read());
    }

    [Theory]
    [InlineData(101, null, false)]
    [InlineData(0, 101L, false)]
    [InlineData(100, 1L, false)]
    [InlineData(101, null, true)]
    [InlineData(10, 11L, true)]
    public void A_range_beyond_the_end_is_refused_and_the_file_stays_as_it_is(long offset, long? length, bool fromEnd)
    {
        using TempFile file = new(new byte[100]);

        MmapException error = Expect.Failure(
            MmapErrorKind.RegionOutOfRange,
            () => MemoryMap.OpenFile(file.Path, new() { Offset = offset, Length = length, FromEnd = fromEnd, Protection = MapProtection.ReadWrite }));
        Assert.Equal(file.Path, error.Path);
        Assert.Equal(100, file.Length);
    }

    [Theory]
    [InlineData(-1, null, null)]
    [InlineData(0, -1L, null)]
    [InlineData(0, null, -1L)]
    public void Negative_numbers_are_refused(long offset, long? length, long? size)
    {
        using TempFile file = new(new byte[100]);

        Expect.Failure(MmapErrorKind.NegativeOffset, () => MemoryMap.OpenFile(file.Path, new() { Offset = offset, Length = length, Size = size }));
    }

    [Fact]
    public void A_range_whose_end_cannot_be_expressed_is_refused()
    {
        using TempFile file = new(new byte[100]);

        Expect.Failure(MmapErrorKind.RangeOverflow, () => MemoryMap.OpenFile(file.Path, new() { Offset = 50, Length = long.MaxValue }));
    }

    [Fact]
    public void Bytes_beyond_4_GiB_are_reached_by_the_map_and_through_it()
    {
        using TempFile file = new(Far + 100_000);
        byte[] content = Data.Random(5_000);
        using MemoryMap whole = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        using MemoryMap part = MemoryMap.OpenFile(file.Path, new() { Offset = Far, Length = 6_000 });
        whole.Write(Far, content);

        Assert.Equal(content, part.Read(0, 5_000));
        Assert.Equal(content, whole.Read(Far, 5_000));
        Assert.Equal(Far, part.FileOffset);
        using FileStream stream = new(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = Far;
        byte[] read = new byte[5_000];
        stream.ReadExactly(read);
        Assert.Equal(content, read);
    }

    [Fact]
    public void Bytes_after_the_end_of_the_file_are_not_part_of_the_map()
    {
        using TempFile file = new(new byte[100]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });

        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => map.Write(99, [1, 2]));
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => map.ReadByte(100));
        Assert.Equal(new byte[100], file.Read());
    }
}
