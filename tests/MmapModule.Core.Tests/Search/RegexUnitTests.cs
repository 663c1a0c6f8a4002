using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Xunit;

namespace MmapModule.Tests.Search;

/// <summary>Expressions over text of two-byte units: what is refused, and what lies on borders.</summary>
public sealed class RegexUnitTests
{
    private const int Page = 4096;

    [Theory]
    [InlineData(12000)]
    [InlineData(12001)]
    [InlineData(37)]
    [InlineData(20273)]
    public void Other_encodings_than_UTF_16_and_those_with_ASCII_are_refused(int codePage) => Expect.Failure(
        MmapErrorKind.InvalidArgument,
        () => SearchPattern.FromRegex("a+", ignoreCase: false, CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.GetEncoding(codePage)));

    [Fact]
    public void An_encoding_with_ASCII_says_only_how_hits_are_text()
    {
        using MapSample sample = new(SampleKind.PrivateAnonymous, [.. "x=ab"u8, 0xE4, .. " "u8]);

        MappedMatch hit = Assert.Single(sample.Map.FindAll(SearchPattern.FromRegex("a\\S+", ignoreCase: false, Encoding.Latin1)));

        Assert.Equal("abä", hit.Text);
    }

    [Fact]
    public void Too_many_characters_in_one_expression_are_refused_and_in_several_they_are_searched_apart()
    {
        string many = string.Concat(Enumerable.Range(0x4E00, 100).Select(static unit => (char)unit));
        string others = string.Concat(Enumerable.Range(0x5E00, 100).Select(static unit => (char)unit));
        using MapSample sample = new(SampleKind.PrivateAnonymous, Encoding.Unicode.GetBytes("ab" + others + many + "c"));
        SearchPattern both = SearchPattern.FromAny([Of(many), Of(others)]);

        Expect.Failure(MmapErrorKind.InvalidArgument, () => Of(many + others));
        Assert.Equal([(4L, 200L, others), (204L, 200L, many)], sample.Map.FindAll(both).Select(static hit => (hit.Offset, hit.Length, hit.Pattern)));
    }

    [Fact]
    public void Expressions_over_units_and_over_bytes_can_be_searched_for_together()
    {
        using MapSample sample = new(SampleKind.PrivateAnonymous, [.. Encoding.Unicode.GetBytes("ab"), .. "ab"u8, .. Encoding.BigEndianUnicode.GetBytes("ab")]);
        SearchPattern any = SearchPattern.FromAny([Of("a."), SearchPattern.FromRegex("ab"), SearchPattern.FromRegex("ab", ignoreCase: false, Encoding.BigEndianUnicode)]);

        Assert.Equal([(0L, 4L), (4L, 2L), (6L, 4L)], sample.Map.FindAll(any).Select(static hit => (hit.Offset, hit.Length)));
    }

    [Theory]
    [InlineData("nä+[dD]le", false)]
    [InlineData("nä+[dD]le", true)]
    [InlineData("(?>n)ä+[dD]le(?=\\n)", false)]
    [InlineData("(?>n)ä+[dD]le(?=\\n)", true)]
    public void Hits_across_windows_and_beside_holes_are_found_at_odd_offsets_too(string expression, bool reverse)
    {
        const int Window = 256 * 1024;
        byte[] needle = Encoding.Unicode.GetBytes("nääDle\n");
        long[] places = [1, Window - 5, Window + 101, (2 * Window) - 1, (6L << 20) - 7, (20L << 20) - needle.Length];
        using TempFile file = new(0);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite, Size = 20L << 20, Sparse = true });
        foreach (long place in places)
        {
            map.Write(place, needle);
        }

        foreach (int phase in (int[])[0, 1])
        {
            long[] expected = [.. places.Where(place => place % 2 == phase)];
            long[] found = [.. map.Slice(phase, map.Length - phase).FindAll(Of(expression), new SearchOptions { Reverse = reverse }).Select(static hit => hit.Offset)];

            Assert.Equal(reverse ? expected.Reverse() : expected, found);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_unit_of_which_one_byte_cannot_be_read_ends_the_search_after_the_hits_before_it(bool reverse)
    {
        byte[] content = new byte[4 * Page];
        foreach (int place in (int[])[(2 * Page) - 13, (3 * Page) + 1])
        {
            Encoding.Unicode.GetBytes("näDle").CopyTo(content, place);
        }

        using MapSample sample = new(SampleKind.PrivateAnonymous, content);
        sample.Map.Protect(MapProtection.None, 2 * Page, Page);
        List<long> found = [];

        Expect.Failure(MmapErrorKind.RegionProtected, () =>
        {
            foreach (MappedMatch hit in sample.Map.Slice(1, content.Length - 1).FindAll(Of("n.[dD]le"), new SearchOptions { Reverse = reverse }))
            {
                found.Add(hit.Offset);
            }
        });

        Assert.Equal([reverse ? (3 * Page) + 1 : (2 * Page) - 13], found);
    }

    [Fact]
    public void An_odd_byte_at_the_end_belongs_to_no_character()
    {
        using MapSample sample = new(SampleKind.PrivateAnonymous, [.. Encoding.Unicode.GetBytes("ab"), (byte)'c']);

        Assert.Equal([(2L, 2L)], sample.Map.FindAll(Of("[^a]$")).Select(static hit => (hit.Offset, hit.Length)));
        Assert.Empty(sample.Map.Slice(4, 1).FindAll(Of(".")));
    }

    private static SearchPattern Of(string expression) => SearchPattern.FromRegex(expression, ignoreCase: false, Encoding.Unicode);
}
