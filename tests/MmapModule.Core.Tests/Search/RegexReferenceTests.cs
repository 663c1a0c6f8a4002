using System;
using System.Linq;
using System.Text;
using Xunit;

namespace MmapModule.Tests.Search;

/// <summary>What a reference to a group can read is bounded by what the group can hold.</summary>
public sealed class RegexReferenceTests
{
    private static readonly byte[] s_lines = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 79) + "\n", 50_000)));

    [Theory]
    [InlineData("(x)\\1+\\n", false)]
    [InlineData("(x)\\1+\\n", true)]
    [InlineData("(?<a>X)(?i:\\k<a>)", false)]
    public void The_text_that_is_read_does_not_grow_with_the_file(string expression, bool reverse)
    {
        using MapSample sample = new(SampleKind.File, s_lines);
        SearchPattern pattern = SearchPattern.FromRegex(expression);
        SearchOptions options = new() { ThreadCount = 1, Reverse = reverse };
        _ = sample.Map.FindAll(pattern, options, length: 80).Count();
        long before = GC.GetAllocatedBytesForCurrentThread();

        _ = sample.Map.FindAll(pattern, options).Take(1).Count();

        // Everything up to the end would be 4 MB as bytes and 8 MB as characters, again for each place.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 6_000_000);
    }

    [Theory]
    [InlineData("(x)\\1+\\n", 50_000)]
    [InlineData("(x+)\\n\\1\\n", 25_000)]
    [InlineData("(?i)(X+)\\n\\1\\n", 25_000)]
    [InlineData("(?<a>x)(?<b-a>\\n)\\k<b>?", 50_000)]
    [InlineData("((x)\\2)+\\n", 50_000)]
    public void The_hits_are_the_same(string expression, long expected)
    {
        using MapSample sample = new(SampleKind.File, s_lines);

        Assert.Equal(expected, sample.Map.CountMatches(SearchPattern.FromRegex(expression)));
    }
}
