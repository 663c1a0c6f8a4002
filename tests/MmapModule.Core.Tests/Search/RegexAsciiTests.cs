using System.Linq;
using System.Text;
using MmapModule.Search;
using Xunit;

namespace MmapModule.Tests.Search;

/// <summary>Classes, word borders and case are those of ASCII, as in other programs that search bytes.</summary>
public sealed class RegexAsciiTests
{
    [Theory]
    [InlineData("\\s+$", "voilà", 0)]
    [InlineData("\\w+", "à", 0)]
    [InlineData("\\W", "à", 2)]
    [InlineData("[^\\W]", "ªµÀ", 0)]
    [InlineData("[\\s\\d]", "\u0085\u00A0 ٣", 1)]
    [InlineData("\\d", "٣3", 1)]
    [InlineData("\\bl", "àl", 1)]
    [InlineData("l\\B", "là", 0)]
    [InlineData("(?i)\\xE0", "\u00C0\u00E0", 0)]
    [InlineData("(?i)[a-c]{3}", "aBC", 1)]
    [InlineData("(?i)[^a]", "aA", 0)]
    [InlineData("(?i:K)k", "kk", 1)]
    [InlineData("[a-z-[aeiou]]", "abc", 2)]
    [InlineData("[]a]", "]a", 2)]
    [InlineData("[a-]", "a-b", 2)]
    [InlineData("[\\w-]", "a-", 2)]
    [InlineData("a{,3}", "a{,3}", 1)]
    [InlineData("\\x41\\101\\u0041\\cA\\e\\a", "AAA\u0001\u001B\u0007", 1)]
    [InlineData("(?x) a # comment ) \n b (?#here)c", "abc", 1)]
    [InlineData("(?n)(a)(?<x>b)\\1", "abb", 1)]
    [InlineData("\\p{Lu}", "aB", 1)]
    [InlineData("[a-f-[c-d]x]", "", -1)]
    public void An_expression_counts_in_the_UTF_8_bytes_of_a_text(string expression, string text, long expected)
    {
        if (expected < 0)
        {
            Expect.Failure(MmapErrorKind.InvalidArgument, () => SearchPattern.FromRegex(expression));
            return;
        }

        using MapSample sample = new(SampleKind.File, Encoding.UTF8.GetBytes(text));

        Assert.Equal(expected, sample.Map.CountMatches(SearchPattern.FromRegex(expression)));
    }

    [Theory]
    [InlineData("[[:alpha:]]")]
    [InlineData("[^[:space:]x]+")]
    [InlineData("[[.a.]]")]
    [InlineData("\\u20AC")]
    [InlineData("[\\u0100-\\u0200]")]
    public void What_silently_would_find_nothing_is_refused(string expression) =>
        Expect.Failure(MmapErrorKind.InvalidArgument, () => SearchPattern.FromRegex(expression));

    [Theory]
    [InlineData("[a-z0-9._]{1,64}@[a-z0-9.-]+\\.[a-z]{2,}", "40")]
    [InlineData("\\b\\w+@\\w+\\.com\\b", "2E 63 6F 6D")]
    [InlineData("[a-z]{2,9}=\\d{3,}", "3D")]
    [InlineData("(?i)error: \\d", "4? 52 52 4F 52 3A 20")]
    [InlineData("foo.*bar", "66 6F 6F")]
    [InlineData("^a|b", null)]
    [InlineData("[a-z]+", null)]
    [InlineData(".*x", null)]
    public void Bytes_that_are_in_every_match_are_looked_for_first(string expression, string? expected)
    {
        RegexNode node = RegexShape.TrySimplify(RegexParser.Parse(expression, ignoreCase: false))!;

        LiteralFilter? filter = LiteralFilter.TryFind(node, isBackward: false);

        Assert.Equal(expected is null, filter is null);
        Assert.Equal(expected is null ? 0 : expected.Split(' ').Length, filter?.Pattern.Length ?? 0);
    }
}
