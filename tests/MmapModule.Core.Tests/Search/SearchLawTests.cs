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

public sealed class SearchLawTests
{
    private const int Size = 2000;

    /// <summary>Pieces so small that hits lie on their borders all the time.</summary>
    private static readonly Gen<int> s_pieceSizes = Gen.Elements(1, 3, 64, 100, 700, Size * 2);

    private static readonly Gen<SearchOptions> s_options =
        from overlapping in Gen.Elements(true, false)
        from reverse in Gen.Elements(true, false)
        from alignment in Gen.Frequency((4, Gen.Constant(1L)), (3, Gen.Elements(2L, 4L, 8L, 16L, 32L, 64L)), (1, Gen.Elements(3L, 7L)))
        from threads in Gen.Choose(1, 4)
        select new SearchOptions { Overlapping = overlapping, Reverse = reverse, Alignment = alignment, ThreadCount = threads };

    private static readonly Gen<HexPattern> s_patterns =
        from length in Gen.Frequency((5, Gen.Choose(1, 4)), (2, Gen.Choose(5, 70)))
        from text in Gen.Elements("00", "01", "02", "??", "0?", "?1", "??").ListOf(length)
        select HexPattern.Parse(string.Join(' ', text));

    [Fact]
    public void Any_search_for_bytes_agrees_with_a_naive_one()
    {
        byte[] content = Content(alphabet: 3, runs: true);
        using MapSample sample = new(SampleKind.File, content);
        Law.Holds(s_patterns.Zip(s_options).Zip(s_pieceSizes.Zip(Gen.Choose(0, Size).Zip(Gen.Choose(0, Size)))), value =>
        {
            ((HexPattern hex, SearchOptions options), (int pieceSize, (int one, int other))) = value;
            MapRange range = new(Math.Min(one, other), Math.Abs(one - other));
            SearchPattern pattern = SearchPattern.FromHex(hex);
            long[] expected = NaiveSearch.Find(content, range, hex, options);

            IEnumerable<MappedMatch> found = sample.Map.FindAll(pattern, options, range, null, CancellationToken.None, pieceSize);
            long count = sample.Map.CountMatches(pattern, options, range, long.MaxValue, null, CancellationToken.None, pieceSize);

            Assert.Equal(expected, found.Select(static match => match.Offset));
            Assert.Equal(expected.Length, count);
        }, times: 800);
    }

    [Fact]
    public void Any_search_with_a_regular_expression_agrees_with_one_over_the_whole_text()
    {
        byte[] content = Content(alphabet: 5, runs: true);
        string text = Encoding.Latin1.GetString(content);
        string[] expressions = ["aa*b", "^a", "b$", "(ab|ba)+", "a.b", "\\x0A", "[^a]{2,5}", "(?<=b)a+", "\\bc", "a|b*", "(?s)c.{1,9}a", "ab+", "^ab", "a\\x62a?", "ab(a|b)*", "ab|c", "ab[(]|c", "\\bab", "aab?", "aa\\x0A$"];
        using MapSample sample = new(SampleKind.File, content);
        Law.Holds(Gen.Elements(expressions).Zip(Gen.Elements(true, false)).Zip(s_pieceSizes.Zip(Gen.Choose(1, 4))), value =>
        {
            ((string expression, bool reverse), (int pieceSize, int threads)) = value;
            Regex whole = new(expression, RegexOptions.Multiline | RegexOptions.CultureInvariant | (reverse ? RegexOptions.RightToLeft : RegexOptions.None));
            MapRange[] expected = [.. whole.Matches(text).Where(static match => match.Length > 0).Select(static match => new MapRange(match.Index, match.Length))];
            SearchOptions options = new() { Reverse = reverse, ThreadCount = threads };

            IEnumerable<MappedMatch> found = sample.Map.FindAll(SearchPattern.FromRegex(expression), options, new MapRange(0, Size), null, CancellationToken.None, pieceSize);

            Assert.Equal(expected, found.Select(static match => new MapRange(match.Offset, match.Length)));
        }, times: 100);
    }

    [Fact]
    public void A_text_in_any_case_is_found_wherever_ignoring_case_finds_it()
    {
        const string letters = "aAbBéÉßжЖ z";
        Random random = new(3);
        string text = new([.. Enumerable.Range(0, 1500).Select(_ => letters[random.Next(letters.Length)])]);
        Encoding[] encodings = [Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32];
        foreach (Encoding encoding in encodings)
        {
            using MapSample sample = new(SampleKind.File, encoding.GetBytes(text));
            foreach (string wanted in (string[])["a", "ab", "é", "ÉA", "жa", "bßB", "z Ж"])
            {
                long[] expected = [.. Occurrences(text, wanted).Select(index => (long)encoding.GetByteCount(text.AsSpan(0, index)))];

                // UTF-16 and UTF-32 could match between two characters; only whole ones are of interest here.
                SearchOptions options = new() { Alignment = encoding.GetByteCount("a") };
                Assert.Equal(expected, sample.Map.FindAll(SearchPattern.FromText(wanted, encoding, ignoreCase: true), options).Select(static match => match.Offset));
            }
        }
    }

    private static IEnumerable<int> Occurrences(string text, string wanted)
    {
        for (int at = 0; (at = text.IndexOf(wanted, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += wanted.Length)
        {
            yield return at;
        }
    }

    /// <summary>Random bytes with long runs of one byte among them.</summary>
    private static byte[] Content(int alphabet, bool runs)
    {
        Random random = new(11);
        ReadOnlySpan<byte> letters = alphabet == 3 ? [0, 1, 2] : "ab\nc "u8;
        byte[] content = new byte[Size];
        for (int i = 0; i < Size;)
        {
            byte value = letters[random.Next(alphabet)];
            int length = runs && random.Next(40) == 0 ? random.Next(150) : 1;
            for (int end = Math.Min(Size, i + length); i < end; i++)
            {
                content[i] = value;
            }
        }

        return content;
    }
}
