using System;
using MmapModule.Access;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Access;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Each copier stops exactly before a page that cannot be accessed.</summary>
[OnlyOn("Linux", "makes its pages by mmap(2)")]
public sealed class CopierFaultTests
{
    private static readonly int s_page = Data.PageSize;

    [Fact]
    public void Reading_stops_at_the_end_of_a_truncated_file()
    {
        byte[] content = Data.Random(4 * s_page);
        using TempFile file = new(content);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        file.SetLength(s_page + 100);

        // The memory shows the whole of the last page; the file itself ends earlier.
        byte[] expected = [.. content[..(s_page + 100)], .. new byte[s_page - 100]];
        foreach (MemoryCopier copier in Copiers.FaultProof)
        {
            byte[] read = new byte[4 * s_page];
            Assert.Equal(2 * s_page, Copiers.Read(copier, map, 0, read));
            Assert.Equal(expected, read[..(2 * s_page)]);
            Assert.Equal(100, Copiers.Read(copier, map, (2 * s_page) - 100, read));
            Assert.Equal(0, Copiers.Read(copier, map, 2 * s_page, read.AsSpan(0, s_page)));
            Assert.Equal(0, Copiers.Read(copier, map, (4 * s_page) - 1, read.AsSpan(0, 1)));

            byte[] fromFile = new byte[4 * s_page];
            FileReadCopier fileCopier = Copiers.OfFile(map, copier);
            Assert.Equal(s_page + 100, Copiers.Read(fileCopier, map, 0, fromFile));
            Assert.Equal(content[..(s_page + 100)], fromFile[..(s_page + 100)]);
            Assert.Equal(0, Copiers.Read(fileCopier, map, s_page + 100, fromFile));
            Assert.Equal(0, Copiers.Read(fileCopier, map, 3 * s_page, fromFile.AsSpan(0, s_page)));
        }
    }

    [Fact]
    public void Writing_stops_at_the_end_of_a_truncated_file_and_does_not_lengthen_it()
    {
        using TempFile file = new(4 * s_page);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        file.SetLength(s_page);

        byte[] bytes = Data.Filled(3 * s_page, 0xAA);
        foreach (MemoryCopier copier in Copiers.FaultProof)
        {
            Assert.Equal(s_page, Copiers.Write(copier, map, 0, bytes));
            Assert.Equal(1, Copiers.Write(copier, map, s_page - 1, bytes));
            Assert.Equal(0, Copiers.Write(copier, map, s_page, bytes));
            Assert.Equal(1, Copiers.Write(Copiers.OfFile(map, copier), map, s_page - 1, bytes));
        }

        Assert.Equal(Data.Filled(s_page, 0xAA), file.Read());
    }

    [Fact]
    public void A_page_without_access_is_survived()
    {
        byte[] content = Data.Random(3 * s_page);
        using MapSample sample = new(SampleKind.SharedAnonymous, content);
        Protect(sample.Map, 1, MMapConstants.PROT_NONE);

        foreach (MemoryCopier copier in Copiers.FaultProof)
        {
            byte[] read = new byte[3 * s_page];
            Assert.Equal(s_page, Copiers.Read(copier, sample.Map, 0, read));
            Assert.Equal(content[..s_page], read[..s_page]);
            Assert.Equal(0, Copiers.Read(copier, sample.Map, s_page, read.AsSpan(0, 1)));
            Assert.Equal(s_page, Copiers.Read(copier, sample.Map, 2 * s_page, read.AsSpan(0, s_page)));
            Assert.Equal(s_page, Copiers.Write(copier, sample.Map, 0, content));
            Assert.Equal(0, Copiers.Write(copier, sample.Map, s_page, content.AsSpan(0, 1)));
        }
    }

    [Fact]
    public void A_page_that_is_read_only_can_be_read_and_not_written()
    {
        byte[] content = Data.Random(2 * s_page);
        using MapSample sample = new(SampleKind.SharedAnonymous, content);
        Protect(sample.Map, 1, MMapConstants.PROT_READ);

        foreach (MemoryCopier copier in Copiers.FaultProof)
        {
            byte[] read = new byte[2 * s_page];
            Assert.Equal(2 * s_page, Copiers.Read(copier, sample.Map, 0, read));
            Assert.Equal(content, read);
            Assert.Equal(10, Copiers.Write(copier, sample.Map, s_page - 10, content.AsSpan(s_page - 10)));
            Assert.Equal(0, Copiers.Write(copier, sample.Map, s_page, content.AsSpan(0, 5)));
        }
    }

    [Fact]
    public void An_unmapped_page_is_survived()
    {
        using MapSample sample = new(SampleKind.MemoryFile, Data.Random(3 * s_page));
        sample.Map.RemovePart(s_page, s_page);

        foreach (MemoryCopier copier in Copiers.FaultProof)
        {
            byte[] read = new byte[3 * s_page];
            Assert.Equal(s_page, Copiers.Read(copier, sample.Map, 0, read));
            Assert.Equal(7, Copiers.Write(copier, sample.Map, s_page - 7, read));
        }
    }

    [Fact]
    public void A_copy_stops_at_the_exact_byte_wherever_it_starts()
    {
        byte[] content = Data.Random(2 * s_page);
        using MapSample sample = new(SampleKind.SharedAnonymous, content);
        Protect(sample.Map, 1, MMapConstants.PROT_NONE);

        foreach (MemoryCopier copier in Copiers.FaultProof)
        {
            for (int before = 0; before < 200; before++)
            {
                byte[] read = Data.Filled(before + 150, 0xEE);
                int shift = before % 9;
                Assert.Equal(before, Copiers.Read(copier, sample.Map, s_page - before, read.AsSpan(shift)));
                Assert.Equal(content[(s_page - before)..s_page], read[shift..(shift + before)]);
                Assert.Equal(Data.Filled(150 - shift, 0xEE), read[(shift + before)..]);

                byte[] written = Data.Random(before + 150, before);
                Assert.Equal(before, Copiers.Write(copier, sample.Map, s_page - before, written.AsSpan(shift)));
                Assert.Equal(written[shift..(shift + before)], sample.Map.Read(s_page - before, before));
                Assert.Equal(before, Copiers.Write(copier, sample.Map, s_page - before, content.AsSpan(s_page - before)));
            }
        }
    }

    internal static void Protect(MemoryMap map, int page, int protection) =>
        Assert.Equal(0, Libc.mprotect((nint)map.Address + (page * s_page), (nuint)s_page, protection));
}
