using System;
using System.Collections.Generic;
using FsCheck;
using FsCheck.Fluent;
using MmapModule.Access;
using MmapModule.Interop.Linux;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Every copier copies exactly what is before a bad page, wherever the copy begins.</summary>
[OnlyOn("Linux", "makes its pages by mmap(2)")]
public sealed class CopierFaultLawTests
{
    private const int Pages = 80;
    private const int BadPage = 70;
    private static readonly int s_page = Data.PageSize;

    [Fact]
    public void Reading_returns_every_byte_before_the_bad_page_and_none_after()
    {
        byte[] content = Data.Random(Pages * s_page);
        using MapSample sample = new(SampleKind.SharedAnonymous, content);
        IReadOnlyList<MemoryCopier> copiers = Copiers.FaultProof;
        CopierFaultTests.Protect(sample.Map, BadPage, MMapConstants.PROT_NONE);

        Law.Holds(Ranges(), range =>
        {
            foreach (MemoryCopier copier in copiers)
            {
                byte[] read = Data.Filled((int)range.Length, 0xEE);
                int count = (int)Copiers.Read(copier, sample.Map, range.Offset, read);

                Assert.Equal(Good(range), count);
                Assert.True(content.AsSpan((int)range.Offset, count).SequenceEqual(read.AsSpan(0, count)));
                Assert.Equal(-1, read.AsSpan(count).IndexOfAnyExcept((byte)0xEE));
            }
        });
    }

    [Fact]
    public void Writing_changes_every_byte_before_the_bad_page_and_none_after()
    {
        byte[] content = Data.Random(Pages * s_page);
        using MapSample sample = new(SampleKind.SharedAnonymous, content);
        IReadOnlyList<MemoryCopier> copiers = Copiers.FaultProof;
        CopierFaultTests.Protect(sample.Map, BadPage, MMapConstants.PROT_READ);

        int seed = 0;
        Law.Holds(Ranges(), range =>
        {
            foreach (MemoryCopier copier in copiers)
            {
                byte[] bytes = Data.Random((int)range.Length, ++seed);
                int count = (int)Copiers.Write(copier, sample.Map, range.Offset, bytes);
                bytes.AsSpan(0, count).CopyTo(content.AsSpan((int)range.Offset));

                Assert.Equal(Good(range), count);
                Assert.True(content.AsSpan().SequenceEqual(sample.Map.Read()));
            }
        });
    }

    private static Gen<MapRange> Ranges() =>
        Gen.OneOf(Gen.Choose(0, Pages * s_page), Gen.Choose((BadPage * s_page) - 5, (BadPage * s_page) + 5)).Two()
            .Select(static pair => new MapRange(Math.Min(pair.Item1, pair.Item2), Math.Abs(pair.Item1 - pair.Item2)));

    /// <summary>How many bytes of a range lie before the bad page; a range behind it is all good.</summary>
    private static long Good(MapRange range)
    {
        long bad = (long)BadPage * s_page;
        return range.Offset >= bad + s_page ? range.Length : Math.Clamp(bad - range.Offset, 0, range.Length);
    }
}
