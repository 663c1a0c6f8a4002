using System;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using MmapModule.Search;
using Xunit;

namespace MmapModule.Tests.Search;

/// <summary>In text of two-byte units expressions find what .NET finds in the text.</summary>
public sealed class RegexUnitLawTests
{
    private static readonly int s_rounds = LongRun.Rounds(25, 2_000);

    [Fact]
    public void Hits_are_those_of_one_regular_expression_over_the_text_whatever_the_pieces_and_threads()
    {
        int start = Seed.Start;
        for (int i = 0; i < s_rounds; i++)
        {
            int seed = start + i;
            RandomRegex random = new(seed, ofUnits: true);
            string expression = random.Expression(withLooks: true);
            string text = random.Text();
            Encoding encoding = random.OneOf(Encoding.Unicode, Encoding.BigEndianUnicode);
            byte[] before = new byte[random.Next(4)];
            byte[] content = [.. before, .. BytesOf(text, encoding), .. new byte[random.Next(2)]];
            using MapSample sample = new(SampleKind.PrivateAnonymous, content);
            MapRange range = new(before.Length, content.Length - before.Length);
            SearchPattern pattern = SearchPattern.FromRegex(expression, ignoreCase: false, encoding);
            Blackboard blackboard = new(expression, "[\\w\u200C\u200D]", text, before.Length, RegexShape.RepeatsEmpty(pattern.Node), width: 2, patience: 10);
            foreach (SearchOptions options in RegexLawTests.AllOptions(random))
            {
                if (blackboard.Hits(options) is not { } expected)
                {
                    continue;
                }

                int pieceSize = random.OneOf(1, 3, 17, 64, 1000);
                MapRange[] found;
                try
                {
                    found = [.. sample.Map.FindAll(pattern, options, range, null, CancellationToken.None, pieceSize).Select(static hit => new MapRange(hit.Offset, hit.Length))];
                }
                catch (MmapException error) when (error.Kind == MmapErrorKind.InvalidArgument && options.Alignment > 1)
                {
                    // The search also tries places between those that count, and the ways to match may multiply there.
                    continue;
                }

                Assert.True(expected.SequenceEqual(found), FormattableString.Invariant(
                    $"seed {seed}: '{expression}' {encoding.CodePage} reverse {options.Reverse}, overlapping {options.Overlapping}, alignment {options.Alignment}, pieces {pieceSize}: expected {expected.Length}, found {found.Length}"));
            }
        }
    }

    [Theory]
    [InlineData("(?<first>\\w+)ä(b)?", false)]
    [InlineData("(?<first>\\w+)ä(b)?", true)]
    [InlineData("(ä|b)\\1", false)]
    [InlineData("(?i)\\1(.)", true)]
    [InlineData("(?>(a+))b", false)]
    public void Groups_are_those_of_the_text(string expression, bool reverse)
    {
        string text = "aaäb aab ÄäbbKk\u212A \uD83D\uDE00ä\u20AC\u20AC";
        using MapSample sample = new(SampleKind.PrivateAnonymous, [9, .. Encoding.Unicode.GetBytes(text)]);
        Regex whole = new(expression, RegexOptions.Multiline | RegexOptions.CultureInvariant | (reverse ? RegexOptions.RightToLeft : RegexOptions.None));
        SearchPattern pattern = SearchPattern.FromRegex(expression, ignoreCase: false, Encoding.Unicode);

        SearchOptions options = new() { Reverse = reverse };
        MapRange range = new(1, text.Length * 2);
        using MatchReader reader = new(pattern, sample.Map, range, options, null, sample.Map.Length);

        MappedMatch[] found = [.. sample.Map.FindAll(pattern, options, range, reader, null, CancellationToken.None)];

        Match[] expected = [.. whole.Matches(text).Cast<Match>()];
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Select(static match => match.Value), found.Select(static hit => hit.Text));
        foreach ((Match match, MappedMatch hit) in expected.Zip(found))
        {
            foreach (Group group in match.Groups.Cast<Group>())
            {
                MappedMatchGroup? of = (MappedMatchGroup?)hit.Groups![group.Name];
                Assert.Equal(group.Success, of is not null);
                Assert.True(of is null || (of.Offset, of.Length, of.Text) == (1 + (group.Index * 2L), group.Length * 2L, group.Value));
            }
        }
    }

    [Fact]
    public void Words_end_where_those_of_dotnet_do()
    {
        string all = string.Concat(Enumerable.Range(0, char.MaxValue + 1).Select(static unit => "-" + (char)unit));
        using MapSample sample = new(SampleKind.PrivateAnonymous, BytesOf(all, Encoding.Unicode));
        foreach (string expression in (string[])["\\b.", "\\B.", "\\w", "(?i)[k-s]", "\\p{L}", "[^\\d\\s]"])
        {
            int[] expected = [.. new Regex(expression, RegexOptions.Multiline | RegexOptions.CultureInvariant).Matches(all).Select(static match => match.Index * 2)];
            long[] found = [.. sample.Map.FindAll(SearchPattern.FromRegex(expression, ignoreCase: false, Encoding.Unicode)).Select(static hit => hit.Offset)];

            Assert.Equal(expected.Select(static place => (long)place), found);
        }
    }

    [Fact]
    public void A_letter_matches_in_both_cases_as_in_dotnet()
    {
        string text = "GRÖSSE größe K\u212Ak";
        using MapSample sample = new(SampleKind.PrivateAnonymous, Encoding.BigEndianUnicode.GetBytes(text));

        Assert.Equal(
            Regex.Matches(text, "gröss|größ|k+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant).Select(static match => match.Value),
            sample.Map.FindAll(SearchPattern.FromRegex("gröss|größ|k+", ignoreCase: true, Encoding.BigEndianUnicode)).Select(static hit => hit.Text));
    }

    /// <summary>An encoding by itself would replace halves of surrogate pairs.</summary>
    private static byte[] BytesOf(string text, Encoding encoding) =>
        [.. text.SelectMany(unit => encoding == Encoding.Unicode ? (byte[])[(byte)unit, (byte)(unit >> 8)] : [(byte)(unit >> 8), (byte)unit])];
}
