using System.Linq;
using Xunit;

namespace MmapModule.Tests.Search;

/// <summary>Expressions that are too much for a stack, for memory or for patience.</summary>
public sealed class RegexLimitTests
{
    [Theory]
    [InlineData("(", "a", ")", 50_000)]
    [InlineData("(?:", "a", ")", 50_000)]
    [InlineData("(?=", "a", ")", 50_000)]
    [InlineData("(", "", "", 50_000)]
    [InlineData("[a-z-", "[a]", "]", 20_000)]
    [InlineData("[a-z-", "", "", 20_000)]
    public void Deep_nesting_is_refused(string open, string middle, string close, int depth)
    {
        string expression = string.Concat(Enumerable.Repeat(open, depth)) + middle + string.Concat(Enumerable.Repeat(close, depth));

        MmapException error = Assert.Throws<MmapException>(() => SearchPattern.FromRegex(expression));

        Assert.Equal(MmapErrorKind.InvalidArgument, error.Kind);
    }

    [Theory]
    [InlineData("(a{1000}){1000}", 0)]
    [InlineData("a{2147483647}", 0)]
    [InlineData("(?:a?){30}a{30}", 1)]
    [InlineData("(a*)*", 1)]
    [InlineData("(a|b|ab)*c", 1)]
    [InlineData(@"\n*?\w+?[ab]*|(\w?)+?b?", 2)]
    public void Large_and_ambiguous_expressions_end(string expression, long expected)
    {
        using MapSample sample = new(SampleKind.PrivateAnonymous, [.. Enumerable.Repeat((byte)'a', 40), (byte)'c']);

        long count = sample.Map.CountMatches(SearchPattern.FromRegex(expression));

        Assert.Equal(expected, count);
    }

    [Fact]
    public void Bytes_behind_a_repetition_of_other_bytes_are_found()
    {
        using MapSample sample = new(SampleKind.PrivateAnonymous, "xxbabbabxxxxxbaab@bbab"u8.ToArray());

        MapRange[] hits = [.. sample.Map.FindAll(SearchPattern.FromRegex("b{1,3}(?:ab)")).Select(static hit => new MapRange(hit.Offset, hit.Length))];

        Assert.Equal([new MapRange(2, 3), new MapRange(5, 3), new MapRange(18, 4)], hits);
    }
}
