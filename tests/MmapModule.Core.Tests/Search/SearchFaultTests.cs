using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace MmapModule.Tests.Search;

/// <summary>What cannot be read ends a search, but not before all hits up to there have been delivered.</summary>
public sealed class SearchFaultTests
{
    private const int Page = 4096;
    private const int Pages = 512;
    private const int Bad = 200 * Page;

    public static TheoryData<object, string, bool> Cases()
    {
        TheoryData<object, string, bool> cases = new();
        foreach (SampleKind kind in (SampleKind[])[SampleKind.File, SampleKind.PrivateFile, SampleKind.PrivateAnonymous, SampleKind.SharedAnonymous, SampleKind.MemoryFile])
        {
            foreach (string how in (string[])["bytes", "automaton", "line", "backtracking", "aligned", "overlapping"])
            {
                cases.Add(kind, how, false);
                cases.Add(kind, how, true);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void All_hits_before_a_page_that_may_not_be_read_come_before_the_error(object kind, string how, bool reverse)
    {
        byte[] content = new byte[Pages * Page];

        // Backtracking has to see a few bytes more before it is certain of a hit.
        int gap = how == "backtracking" ? 50 : 0;
        long[] places = [10, Bad - (70 * Page), Bad - 100, Bad - 8 - gap, Bad + Page + gap, Bad + Page + 100, Bad + (90 * Page) + 1, content.Length - 20];
        foreach (long place in places)
        {
            "needle\n"u8.CopyTo(content.AsSpan((int)place));
        }

        using MapSample sample = new((SampleKind)kind, content);
        sample.Map.Protect(MapProtection.None, Bad, Page);
        SearchPattern pattern = how switch
        {
            "bytes" => SearchPattern.FromText("needle"),
            "line" => SearchPattern.FromRegex("needle$"),
            "backtracking" => SearchPattern.FromRegex("(?>n)eedle(?=\\n.?)"),
            _ => SearchPattern.FromRegex("n[a-e]+le"),
        };
        SearchOptions options = new() { Reverse = reverse, Alignment = how == "aligned" ? 2 : 1, Overlapping = how == "overlapping" };
        long[] expected = [.. places.Where(place => reverse ? place > Bad : place < Bad).Where(place => place % options.Alignment == 0)];
        List<long> found = [];

        Expect.Failure(MmapErrorKind.RegionProtected, () =>
        {
            foreach (MappedMatch hit in sample.Map.FindAll(pattern, options))
            {
                found.Add(hit.Offset);
            }
        });

        Assert.Equal(reverse ? Enumerable.Reverse(expected) : expected, found);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_hit_that_could_go_on_where_nothing_can_be_read_is_no_hit(bool reverse)
    {
        byte[] content = new byte[8 * Page];
        content.AsSpan(Page, 6 * Page).Fill((byte)'z');
        using MapSample sample = new(SampleKind.PrivateAnonymous, content);
        sample.Map.Protect(MapProtection.None, 3 * Page, Page);
        foreach (string expression in (string[])["z+", "(?>z+)"])
        {
            List<MappedMatch> found = [];

            Expect.Failure(MmapErrorKind.RegionProtected, () =>
            {
                foreach (MappedMatch hit in sample.Map.FindAll(SearchPattern.FromRegex(expression), new SearchOptions { Reverse = reverse }))
                {
                    found.Add(hit);
                }
            });

            Assert.Empty(found);
        }
    }

    [Fact]
    public void The_last_hits_come_before_the_error_of_a_file_that_was_cut()
    {
        using TempFile file = new(64L * Page);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        map.Write(60 * Page, "needle"u8.ToArray());
        file.SetLength(30 * Page);
        foreach (SearchPattern pattern in (SearchPattern[])[SearchPattern.FromText("needle"), SearchPattern.FromRegex("n.*e"), SearchPattern.FromRegex("(?>n).*e")])
        {
            Expect.Failure(MmapErrorKind.RegionTruncated, () => map.CountMatches(pattern, new SearchOptions { Reverse = true }));
            Expect.Failure(MmapErrorKind.RegionTruncated, () => map.CountMatches(pattern));
        }
    }
}
