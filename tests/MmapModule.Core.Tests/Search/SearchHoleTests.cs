using System;
using System.IO;
using System.Linq;
using System.Threading;
using Xunit;

namespace MmapModule.Tests.Search;

/// <summary>Holes of files are skipped, and nobody may notice.</summary>
public sealed class SearchHoleTests
{
    private const int Page = 4096;
    private const int Pages = 96;
    private const int Piece = 2 * Page;

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public void Hits_between_holes_are_those_of_a_search_that_reads_everything(int seed, bool isPrivate)
    {
        Random random = new(seed);
        using TempFile file = new((long)Pages * Page);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite, IsPrivate = isPrivate });
        byte[][] wanted = [[7], [7, 0], [0, 7], [0, 0, 0, 7], [7, 7]];
        for (int i = 0; i < 12; i++)
        {
            // At the edges of pages, so that hits reach into holes and out of them.
            long place = (random.Next(1, Pages) * (long)Page) + random.Next(-4, 3);
            map.Write(place, wanted[random.Next(wanted.Length)]);
        }

        byte[] content = map.Read();
        foreach (byte[] bytes in wanted)
        {
            foreach (bool reverse in (bool[])[false, true])
            {
                SearchOptions options = new() { ThreadCount = 2, Reverse = reverse, Overlapping = seed % 2 == 0 };
                MapRange range = new(random.Next(100), content.Length - 300);
                HexPattern pattern = HexPattern.FromBytes(bytes);
                long[] found = [.. map.FindAll(SearchPattern.FromHex(pattern), options, range, null, CancellationToken.None, Piece).Select(static hit => hit.Offset)];

                Assert.Equal(NaiveSearch.Find(content, range, pattern, options), found);
            }
        }
    }

    [Fact]
    public void Holes_of_many_gigabytes_are_no_work()
    {
        Needs.Holes();
        using TempFile file = new(1L << 36);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        map.Write((1L << 35) - 3, "needle"u8.ToArray());

        Assert.Equal([(1L << 35) - 3], map.FindAll(SearchPattern.FromText("needle")).Select(static hit => hit.Offset));
    }

    [Fact]
    public void A_hole_that_has_been_cut_off_is_an_error()
    {
        using TempFile file = new(64L * 1024 * 1024);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        file.SetLength(32L * 1024 * 1024);

        MmapException error = Assert.Throws<MmapException>(() => map.CountMatches(SearchPattern.FromText("needle")));

        Assert.Equal(MmapErrorKind.RegionTruncated, error.Kind);
    }
}
