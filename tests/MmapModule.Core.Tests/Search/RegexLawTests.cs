using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using MmapModule.Search;
using Xunit;

namespace MmapModule.Tests.Search;

/// <summary>Random expressions over random bytes, in pieces of any size, find what one regular expression over the whole text finds.</summary>
public sealed class RegexLawTests
{
    private static readonly int s_rounds = LongRun.Rounds(100, 2_000);

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
            Blackboard blackboard = new(expression, "[0-9A-Z_a-z]", text, offset, RegexShape.RepeatsEmpty(pattern.Node));
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

    internal static IEnumerable<SearchOptions> AllOptions(RandomRegex random)
    {
        foreach (bool reverse in (bool[])[false, true])
        {
            yield return new SearchOptions { Reverse = reverse, ThreadCount = random.Next(1, 4) };
            yield return new SearchOptions { Reverse = reverse, ThreadCount = random.Next(1, 4), Overlapping = true };
            yield return new SearchOptions { Reverse = reverse, ThreadCount = random.Next(1, 4), Alignment = random.Next(2, 6), Overlapping = random.Next(2) == 0 };
        }
    }
}
