using System;
using System.Collections.Generic;
using FsCheck;
using FsCheck.Fluent;
using MmapModule.Access;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Every copier moves the same bytes as every other, over random ranges.</summary>
[OnlyOn("Linux", "asks the copiers of Linux")]
public sealed class CopierAgreementTests
{
    private const int Stage = 256 * 1024;
    private const int Step = 4 * 1024 * 1024;
    private const int Total = Step + (2 * Stage);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void All_copiers_read_the_same_bytes(SampleKind kind)
    {
        byte[] content = Data.Random(Total);
        using MapSample sample = new(kind, content);
        byte[] read = new byte[Step + 1];

        foreach (MemoryCopier copier in Copiers.For(sample.Map))
        {
            foreach (int size in Sizes())
            {
                foreach (int offset in Offsets())
                {
                    Array.Clear(read, 0, size);
                    Assert.Equal(size, Copiers.Read(copier, sample.Map, offset, read.AsSpan(0, size)));
                    Assert.True(content.AsSpan(offset, size).SequenceEqual(read.AsSpan(0, size)), $"{copier} at {offset}, {size} bytes");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void All_copiers_write_exactly_the_bytes_they_are_told(SampleKind kind)
    {
        byte[] content = Data.Random(Total);
        using MapSample sample = new(kind, content);
        byte[] random = Data.Random(Total, 2);
        byte[] read = new byte[Total];

        int seed = 0;
        foreach (MemoryCopier copier in Copiers.For(sample.Map))
        {
            foreach (int size in Sizes())
            {
                int offset = Data.PageSize - 3;

                // Other bytes each time.
                Span<byte> written = random.AsSpan(seed++, size);
                Assert.Equal(size, Copiers.Write(copier, sample.Map, offset, written));
                written.CopyTo(content.AsSpan(offset));
                sample.Map.Read(0, read);
                Assert.True(content.AsSpan().SequenceEqual(read), $"{copier}, {size} bytes");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Any_write_is_read_back_by_any_copier(SampleKind kind)
    {
        const int size = 3 * 4096;
        byte[] content = Data.Random(size);
        using MapSample sample = new(kind, content);
        IReadOnlyList<MemoryCopier> copiers = Copiers.For(sample.Map);

        Law.Holds(Gen.Choose(0, size).Two().Zip(Gen.Choose(0, 100).Two()), value =>
        {
            ((int first, int second), (int writer, int reader)) = value;
            (int start, int end) = (Math.Min(first, second), Math.Max(first, second));
            byte[] bytes = Data.Random(end - start, writer + (reader * 101));
            bytes.CopyTo(content.AsSpan(start));
            byte[] back = new byte[size];

            Assert.Equal(bytes.Length, Copiers.Write(copiers[writer % copiers.Count], sample.Map, start, bytes));
            Assert.Equal(size, Copiers.Read(copiers[reader % copiers.Count], sample.Map, 0, back));
            Assert.True(content.AsSpan().SequenceEqual(back));
        });
    }

    [Fact]
    public void Copying_nothing_copies_nothing()
    {
        using MapSample sample = new(SampleKind.File, [1, 2, 3]);
        foreach (MemoryCopier copier in Copiers.For(sample.Map))
        {
            Assert.Equal(0, Copiers.Read(copier, sample.Map, 1, []));
            Assert.Equal(0, Copiers.Write(copier, sample.Map, 1, []));
        }

        Assert.Equal([1, 2, 3], sample.Map.Read());
    }

    public static TheoryData<SampleKind> Kinds() => new(Enum.GetValues<SampleKind>());

    private static int[] Sizes()
    {
        int page = Data.PageSize;
        return [1, page - 1, page, page + 1, Stage - 1, Stage, Stage + 1, Step - 1, Step, Step + 1];
    }

    private static int[] Offsets() => [0, 1, Data.PageSize - 1, Data.PageSize, Stage - 1];
}
