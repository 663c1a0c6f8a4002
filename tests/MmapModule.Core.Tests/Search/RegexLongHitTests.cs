using System;
using System.Linq;
using System.Text;
using Xunit;

namespace MmapModule.Tests.Search;

/// <summary>A hit of a regular expression may have any length, and borders of pieces and windows are no borders of lines.</summary>
public sealed class RegexLongHitTests
{
    [Fact]
    public void Lines_that_are_longer_than_a_window_are_hits_as_a_whole()
    {
        const int lines = 30;
        const int length = 400_002;
        using MapSample sample = new(SampleKind.File, Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat("Q" + new string('w', length - 2) + ";\n", lines))));

        Assert.Equal(lines, sample.Map.CountMatches(SearchPattern.FromRegex("^Q.*;$")));
        Assert.All(sample.Map.FindAll(SearchPattern.FromRegex("^Q.*$")), static hit => Assert.Equal(length, hit.Length));
        Assert.Equal(lines, sample.Map.CountMatches(SearchPattern.FromRegex("^Q.*(?=;$)"), new SearchOptions { ThreadCount = 2 }));
        Assert.Equal(lines, sample.Map.CountMatches(SearchPattern.FromRegex("^Q(?>w+);$"), new SearchOptions { Reverse = true }));
    }

    [Fact]
    public void From_the_end_only_the_start_of_a_line_is_the_start_of_a_line()
    {
        const int length = 5 * 1024 * 1024;
        using MapSample sample = new(SampleKind.File, [.. "head\n"u8, .. Enumerable.Repeat((byte)'z', length)]);
        SearchOptions options = new() { Reverse = true };

        foreach (string expression in (string[])["^z+", "(?>^z+)", "^.*$"])
        {
            MappedMatch last = sample.Map.FindAll(SearchPattern.FromRegex(expression), options).First();
            Assert.Equal((5, length), (last.Offset, last.Length));
        }

        Assert.Equal(1, sample.Map.CountMatches(SearchPattern.FromRegex("^z+"), options));
        Assert.Equal(1, sample.Map.CountMatches(SearchPattern.FromRegex("(?<=\\n)z+"), options));
        Assert.Equal(2, sample.Map.CountMatches(SearchPattern.FromRegex("^.*$"), options));
    }

    [Fact]
    public void Bytes_that_never_come_in_a_file_without_lines_are_looked_for_once()
    {
        // Each piece begins with what could be a hit up to the end of the file.
        byte[] content = new byte[40 * 1024 * 1024];
        content.AsSpan().Fill((byte)'x');
        for (int i = 0; i < content.Length; i += 1024 * 1024)
        {
            "foo"u8.CopyTo(content.AsSpan(i));
        }

        using MapSample sample = new(SampleKind.File, content);
        SearchPattern pattern = SearchPattern.FromRegex("foo.*bar");

        Assert.Equal(0, sample.Map.CountMatches(pattern));
        sample.Map.Write(content.Length - 3, "bar"u8.ToArray());
        Assert.Equal([(0L, (long)content.Length)], sample.Map.FindAll(pattern).Select(static hit => (hit.Offset, hit.Length)));
    }

    [Fact]
    public void Runs_of_zeros_in_a_sparse_file_are_one_hit_of_any_length()
    {
        Needs.Holes();
        using TempFile file = new(6L << 30);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        map.Write(100, [1]);
        foreach (bool reverse in (bool[])[false, true])
        {
            MappedMatch hit = map.FindAll(SearchPattern.FromRegex("\\x01\\x00+"), new SearchOptions { Reverse = reverse }).Single();
            Assert.Equal((100, map.Length - 100), (hit.Offset, hit.Length));
        }
    }

    [Fact]
    public void The_ends_of_the_range_are_the_only_ends()
    {
        using MapSample sample = new(SampleKind.File, Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat("ab\n", 200_000))));

        Assert.Equal(1, sample.Map.CountMatches(SearchPattern.FromRegex("\\Aab")));
        Assert.Equal(1, sample.Map.CountMatches(SearchPattern.FromRegex("b\\n\\z")));
        Assert.Equal(1, sample.Map.CountMatches(SearchPattern.FromRegex("b\\Z")));
        Assert.Equal(1, sample.Map.CountMatches(SearchPattern.FromRegex("b\\Z"), new SearchOptions { Reverse = true }));
        Assert.Equal(3, sample.Map.FindAll(SearchPattern.FromRegex("\\Aab"), offset: 3).Single().Offset);
        Expect.Failure(MmapErrorKind.InvalidArgument, () => SearchPattern.FromRegex("\\Gab"));
    }
}
