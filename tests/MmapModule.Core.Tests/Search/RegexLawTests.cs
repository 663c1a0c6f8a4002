using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using MmapModule.Search;
using Xunit;

namespace MmapModule.Tests.Search;

/// <summary>Random expressions over random bytes, in pieces of any size, find what one regular expression over the whole text finds.</summary>
public sealed class RegexLawTests
{
    private static readonly int s_rounds = LongRun.Rounds(100, 2_000);
    private const string Word = "[0-9A-Z_a-z]";

    /// <summary>Far below what the search grants one attempt: it must not give up where this does not.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void Hits_do_not_depend_on_pieces_threads_or_the_way_they_are_found()
    {
        int start = Seed.Start;
        for (int i = 0; i < s_rounds; i++)
        {
            int seed = start + i;
            RandomRegex random = new(seed);
            string expression = random.Expression(withLooks: true);
            byte[] content = random.Content();
            int offset = random.Next(3) == 0 ? random.Next(content.Length) : 0;
            using MapSample sample = new(SampleKind.PrivateAnonymous, content);
            MapRange range = new(offset, content.Length - offset);
            string text = Encoding.Latin1.GetString(content.AsSpan(offset));
            SearchPattern pattern = SearchPattern.FromRegex(expression);
            Blackboard blackboard = new(Borders(expression), text, offset, RegexShape.RepeatsEmpty(pattern.Node));
            foreach (SearchOptions options in AllOptions(random))
            {
                if (blackboard.Hits(options) is not { } expected)
                {
                    continue;
                }

                int pieceSize = random.OneOf(1, 3, 17, 64, 1000);
                MapRange[] found = [.. sample.Map.FindAll(pattern, options, range, null, CancellationToken.None, pieceSize).Select(static hit => new MapRange(hit.Offset, hit.Length))];
                long count = sample.Map.CountMatches(pattern, options, range, long.MaxValue, null, CancellationToken.None, pieceSize);

                bool holds = expected.SequenceEqual(found) && count == expected.Length;
                Assert.True(holds, FormattableString.Invariant(
                    $"seed {seed}: '{expression}' reverse {options.Reverse}, overlapping {options.Overlapping}, alignment {options.Alignment}, pieces {pieceSize}: expected {expected.Length}, found {found.Length}, counted {count}"));
            }
        }
    }

    /// <summary>The borders of words in other words: compiled expressions of .NET find too few places for \b and \B.</summary>
    private static string Borders(string expression) => expression
        .Replace("\\b", $"(?:(?<={Word})(?!{Word})|(?<!{Word})(?={Word}))", StringComparison.Ordinal)
        .Replace("\\B", $"(?:(?<={Word})(?={Word})|(?<!{Word})(?!{Word}))", StringComparison.Ordinal);

    private static IEnumerable<SearchOptions> AllOptions(RandomRegex random)
    {
        foreach (bool reverse in (bool[])[false, true])
        {
            yield return new SearchOptions { Reverse = reverse, ThreadCount = random.Next(1, 4) };
            yield return new SearchOptions { Reverse = reverse, ThreadCount = random.Next(1, 4), Overlapping = true };
            yield return new SearchOptions { Reverse = reverse, ThreadCount = random.Next(1, 4), Alignment = random.Next(2, 6), Overlapping = random.Next(2) == 0 };
        }
    }

    /// <summary>The hits as one would find them on a blackboard.</summary>
    private sealed class Blackboard(string expression, string text, long offset, bool repeatsEmpty)
    {
        // The interpreter of .NET can go round for ever where something empty is repeated; what is compiled does not.
        private readonly RegexOptions _basic = RegexOptions.Multiline | RegexOptions.CultureInvariant | (repeatsEmpty ? RegexOptions.Compiled : RegexOptions.None);
        private Regex? _here;

        /// <returns>Null if that takes too long.</returns>
        internal MapRange[]? Hits(SearchOptions options)
        {
            try
            {
                return options.Overlapping || options.Alignment > 1 ? EachPlace(options) : Whole(options.Reverse);
            }
            catch (RegexMatchTimeoutException)
            {
                return null;
            }
            catch (IndexOutOfRangeException)
            {
                // A fault of .NET's interpreter, in giving up captures.
                return null;
            }
        }

        private MapRange[] Whole(bool reverse)
        {
            Regex whole = new(expression, _basic | (reverse ? RegexOptions.RightToLeft : RegexOptions.None), s_patience);
            return [.. whole.Matches(text).Where(static match => match.Length > 0).Select(match => new MapRange(offset + match.Index, match.Length))];
        }

        private MapRange[] EachPlace(SearchOptions options)
        {
            _here ??= new Regex("\\G(?:" + expression + ")", _basic, s_patience);
            List<MapRange> hits = [];
            IEnumerable<int> places = Enumerable.Range(0, text.Length).Where(place => (offset + place) % options.Alignment == 0);
            foreach (int place in options.Reverse ? Enumerable.Reverse(places) : places)
            {
                Match match = _here.Match(text, place);
                MapRange hit = new(offset + place, match.Length);
                if (match.Length > 0 && (options.Overlapping || hits.Count == 0 || (options.Reverse ? hit.End <= hits[^1].Offset : hit.Offset >= hits[^1].End)))
                {
                    hits.Add(hit);
                }
            }

            return [.. hits];
        }
    }
}
