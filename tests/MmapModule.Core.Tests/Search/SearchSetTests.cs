using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Several patterns in one search.</summary>
public sealed class SearchSetTests
{
    private const int Size = 1500;

    private static readonly Gen<int> s_pieceSizes = Gen.Elements(1, 3, 64, 100, 700, Size * 2);

    private static readonly Gen<SearchOptions> s_options =
        from overlapping in Gen.Elements(true, false)
        from reverse in Gen.Elements(true, false)
        from alignment in Gen.Elements(1L, 1L, 2L, 3L, 8L)
        from threads in Gen.Choose(1, 3)
        select new SearchOptions { Overlapping = overlapping, Reverse = reverse, Alignment = alignment, ThreadCount = threads };

    private static readonly Gen<HexPattern> s_pattern =
        from length in Gen.Frequency((6, Gen.Choose(1, 5)), (1, Gen.Choose(6, 90)))
        from text in Gen.Frequency((6, Gen.Elements("00", "01", "02")), (1, Gen.Elements("??", "0?", "?1"))).ListOf(length)
        select HexPattern.Parse(string.Join(' ', text));

    private static readonly Gen<HexPattern[]> s_patterns =
        from count in Gen.Frequency((6, Gen.Choose(2, 6)), (1, Gen.Choose(40, 80)))
        from patterns in s_pattern.ListOf(count)
        select patterns.ToArray();

    private static readonly string[] s_expressions = ["ab", "a+b?", "^b", "b$", "(ab|ba)+", "\\bc", "b*?", "a*", "c[^\\n]{1,4}a", "[a-c] ", "(?>a+)b", "(a|b)\\1", "(?<=b)a", "a(?=bb)", "ca+", "bac?", "cb"];

    [Fact]
    public void A_search_for_several_byte_patterns_agrees_with_a_naive_one()
    {
        byte[] content = Content("\0\u0001\u0002"u8);
        using MapSample sample = new(SampleKind.File, content);
        Law.Holds(s_patterns.Zip(s_options).Zip(s_pieceSizes.Zip(Gen.Choose(0, Size).Zip(Gen.Choose(0, Size)))), value =>
        {
            ((HexPattern[] patterns, SearchOptions options), (int pieceSize, (int one, int other))) = value;
            MapRange range = new(Math.Min(one, other), Math.Abs(one - other));
            Check(sample, Naive(content, range, patterns, options), SearchPattern.FromAny(Array.ConvertAll(patterns, SearchPattern.FromHex)), options, range, pieceSize);
        }, times: 500);
    }

    [Fact]
    public void A_search_for_several_expressions_agrees_with_trying_one_after_the_other_at_each_place()
    {
        byte[] content = Content("ab\nc "u8);
        string text = Encoding.Latin1.GetString(content);
        using MapSample sample = new(SampleKind.File, content);
        Gen<string[]> expressions = from count in Gen.Choose(2, 4) from some in Gen.Elements(s_expressions).ListOf(count) select some.ToArray();
        Law.Holds(expressions.Zip(Gen.Elements(true, false)).Zip(s_pieceSizes.Zip(Gen.Choose(1, 3))), value =>
        {
            ((string[] wanted, bool reverse), (int pieceSize, int threads)) = value;
            SearchOptions options = new() { Reverse = reverse, ThreadCount = threads };
            SearchPattern pattern = SearchPattern.FromAny(Array.ConvertAll(wanted, static expression => SearchPattern.FromRegex(expression)));
            Check(sample, Tried(text, wanted, reverse), pattern, options, new MapRange(0, Size), pieceSize);
        }, times: 150);
    }

    [Fact]
    public void Text_of_which_the_cases_have_different_lengths_is_found_together_with_other_text()
    {
        using MapSample sample = new(SampleKind.File, Encoding.UTF8.GetBytes("xx ſtop STOP x KELVIN \u212Aelvin go"));
        SearchPattern pattern = SearchPattern.FromAny([SearchPattern.FromText("stop", ignoreCase: true), SearchPattern.FromText("kelvin", ignoreCase: true), SearchPattern.FromText("go")]);

        Assert.Equal(["stop", "stop", "kelvin", "kelvin", "go"], sample.Map.FindAll(pattern).Select(static hit => hit.Pattern));
        Assert.Equal(["ſtop", "STOP", "KELVIN", "\u212Aelvin", "go"], sample.Map.FindAll(pattern).Select(static hit => hit.Text));
    }

    [Fact]
    public void More_patterns_than_anyone_has_are_found_and_told_apart()
    {
        string[] words = [.. Enumerable.Range(0, 3000).Select(static i => FormattableString.Invariant($"word-{i * 7919 % 3000:D4};"))];
        using MapSample sample = new(SampleKind.File, Encoding.ASCII.GetBytes(string.Concat(words.Reverse())));
        SearchPattern texts = SearchPattern.FromAny(Array.ConvertAll(words, static word => SearchPattern.FromText(word)));
        SearchPattern expressions = SearchPattern.FromAny([.. words.Take(300).Select(static word => SearchPattern.FromRegex(word + "x?"))]);

        Assert.Equal(words.Reverse(), sample.Map.FindAll(texts).Select(static hit => hit.Pattern));
        Assert.Equal(words.Take(300).Reverse().Select(static word => word + "x?"), sample.Map.FindAll(expressions).Select(static hit => hit.Pattern));
    }

    [Fact]
    public void One_pattern_is_itself_and_none_is_an_error()
    {
        SearchPattern one = SearchPattern.FromText("a");

        Assert.Same(one, SearchPattern.FromAny([one]));
        Expect.Failure(MmapErrorKind.InvalidArgument, static () => SearchPattern.FromAny([]));
    }

    private static void Check(MapSample sample, List<(long, long, string)> expected, SearchPattern pattern, SearchOptions options, MapRange range, int pieceSize)
    {
        IEnumerable<MappedMatch> found = sample.Map.FindAll(pattern, options, range, null, CancellationToken.None, pieceSize);
        long count = sample.Map.CountMatches(pattern, options, range, long.MaxValue, null, CancellationToken.None, pieceSize);

        Assert.Equal(expected, found.Select(static hit => (hit.Offset, hit.Length, hit.Pattern)));
        Assert.Equal(expected.Count, count);
    }

    private static List<(long Offset, long Length, string Pattern)> Naive(byte[] content, MapRange range, HexPattern[] patterns, SearchOptions options)
    {
        List<(long Offset, long Length, string Pattern)> hits = [];
        IEnumerable<long> places = Enumerable.Range(0, (int)range.Length).Select(i => range.Offset + i).Where(place => place % options.Alignment == 0);
        foreach (long place in options.Reverse ? places.Reverse() : places)
        {
            long end = options is { Reverse: true, Overlapping: false } && hits.Count > 0 ? hits[^1].Offset : range.End;
            bool isFree = options.Overlapping || options.Reverse || hits.Count == 0 || place >= hits[^1].Offset + hits[^1].Length;
            if (isFree && Array.Find(patterns, pattern => place + pattern.Length <= end && pattern.Matches(content.AsSpan((int)place))) is { } first)
            {
                hits.Add((place, first.Length, first.ToString()));
            }
        }

        return hits;
    }

    private static List<(long Offset, long Length, string Pattern)> Tried(string text, string[] expressions, bool reverse)
    {
        RegexOptions options = RegexOptions.Multiline | RegexOptions.CultureInvariant | (reverse ? RegexOptions.RightToLeft : RegexOptions.None);
        Regex[] tries = Array.ConvertAll(expressions, expression => new Regex(reverse ? $@"(?:{expression})\G" : $@"\G(?:{expression})", options));
        List<(long, long, string)> hits = [];
        int place = reverse ? text.Length : 0;
        while (reverse ? place > 0 : place < text.Length)
        {
            Match[] matches = Array.ConvertAll(tries, one => one.Match(text, place));
            int first = Array.FindIndex(matches, static match => match.Length > 0);
            if (first >= 0)
            {
                hits.Add((matches[first].Index, matches[first].Length, expressions[first]));
            }

            int step = first >= 0 ? matches[first].Length : 1;
            place += reverse ? -step : step;
        }

        return hits;
    }

    private static byte[] Content(ReadOnlySpan<byte> letters)
    {
        Random random = new(5);
        byte[] content = new byte[Size];
        for (int i = 0; i < Size;)
        {
            byte value = letters[random.Next(letters.Length)];
            int length = random.Next(40) == 0 ? random.Next(100) : 1;
            for (int end = Math.Min(Size, i + length); i < end; i++)
            {
                content[i] = value;
            }
        }

        return content;
    }
}
