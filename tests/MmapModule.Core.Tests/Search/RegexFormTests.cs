using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using MmapModule.Search;
using Xunit;

namespace MmapModule.Tests.Search;

public sealed class RegexFormTests
{
    /// <summary>Long enough that a quadratic search over it needs more than the patience for one window.</summary>
    private const int SlowRun = 20_000;

    /// <summary>The same for an expression that looks back from each of its ways to match.</summary>
    private const int SlowRunBackward = 4_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void With_and_without_automata_the_hits_are_those_of_one_regular_expression_over_the_whole_text(bool withAutomata)
    {
        Random random = new(17);
        byte[] content = [.. Enumerable.Range(0, 9000).Select(_ => "aab\nc @"u8[random.Next(7)])];
        string text = Encoding.Latin1.GetString(content);
        using MapSample sample = new(SampleKind.File, content);
        string[] expressions =
        [
            "aa*b", "^a", "b$", "(ab|ba)+", "a|b*", "b??a", "\\w+@", "(?s)c.{1,9}a", "\\bc", "(?x) a b # here", "(?<=b)a+", "a+(?=@)", "(a)b\\1", "(?>a+)b",
            "(?<x>a)(?(x)b|c)", "(a*)*b", "^.*$", "\\A.", ".\\z", "(?:a|ab)(?:c|bcd)?", "(?:|a)b?",
        ];
        foreach (string expression in expressions)
        {
            foreach (bool reverse in (bool[])[false, true])
            {
                Regex whole = new(expression, RegexOptions.Multiline | RegexOptions.CultureInvariant | (reverse ? RegexOptions.RightToLeft : RegexOptions.None));
                MapRange[] expected = [.. whole.Matches(text).Where(static match => match.Length > 0).Select(static match => new MapRange(match.Index, match.Length))];
                MapRange range = new(0, content.Length);
                SearchOptions options = new() { Reverse = reverse };
                using RegexPieceSearcher searcher = new(SearchPattern.FromRegex(expression), sample.Map, range, options, countOnly: false, withAutomata);

                PieceHits found = searcher.Search(range, reverse ? long.MaxValue : 0, CancellationToken.None);

                Assert.Null(found.Error);
                Assert.Equal(expected, Enumerable.Range(0, (int)found.Count).Select(index => found[index]));
            }
        }
    }

    [Theory]
    [InlineData("\\w+@", "linear")]
    [InlineData("\\w*[a-z]\\w*@", "cubic")]
    [InlineData("(a+)+@", "exponential, but not for an automaton")]
    [InlineData("\\w+(?=@\\s)", "quadratic, and looks ahead")]
    [InlineData("(?<![!][!])\\w+(?=@)", "quadratic, and looks around")]
    public void An_expression_that_is_slow_in_a_window_is_searched_nevertheless(string expression, string kind)
    {
        _ = kind;
        byte[] content = [.. Enumerable.Repeat((byte)'a', SlowRun), .. "! aa@ "u8];
        using MapSample sample = new(SampleKind.File, content);

        IEnumerable<MappedMatch> hits = sample.Map.FindAll(SearchPattern.FromRegex(expression));

        Assert.Equal([SlowRun + 2], hits.Select(static match => match.Offset));
    }

    [Fact]
    public void An_expression_that_is_slow_in_a_window_is_searched_from_the_end_too()
    {
        byte[] content = [.. " @aa !"u8, .. Enumerable.Repeat((byte)'a', SlowRunBackward)];
        using MapSample sample = new(SampleKind.File, content);

        IEnumerable<MappedMatch> hits = sample.Map.FindAll(SearchPattern.FromRegex("(?<=\\s@)\\w+"), new SearchOptions { Reverse = true });

        Assert.Equal([2L], hits.Select(static match => match.Offset));
    }

    [Fact]
    public void Repetitions_inside_repetitions_take_no_time_if_an_automaton_can_search_for_them()
    {
        using MapSample sample = new(SampleKind.File, [.. Enumerable.Repeat((byte)'a', 5000)]);

        Assert.Equal(0, sample.Map.CountMatches(SearchPattern.FromRegex("(a+)+(?=!)")));
    }

    [Fact]
    public void An_expression_whose_single_attempt_explodes_can_be_stopped_and_says_so()
    {
        using MapSample sample = new(SampleKind.File, [.. Enumerable.Repeat((byte)'a', 5000)]);
        SearchPattern explosive = SearchPattern.FromRegex("(?:(a+)+)\\1!");

        MmapException error = Assert.Throws<MmapException>(() => sample.Map.CountMatches(explosive));
        Assert.Equal(MmapErrorKind.InvalidArgument, error.Kind);
        Assert.Equal(0, error.Offset);

        // On a machine that has other things to do the search may have given up before it is stopped.
        bool isStopped = false;
        for (int attempt = 0; attempt < 50 && !isStopped; attempt++)
        {
            isStopped = Record.Exception(() => CountUntilStopped(sample.Map, explosive)) is OperationCanceledException;
        }

        Assert.True(isStopped);
    }

    /// <summary>Stops from a thread of its own: a timer needs one of the pool, and other tests may hold all of them.</summary>
    private static void CountUntilStopped(MemoryMap map, SearchPattern pattern)
    {
        using CancellationTokenSource stop = new();
        Thread stopper = new(() =>
        {
            Thread.Sleep(50);
            stop.Cancel();
        });
        stopper.Start();
        try
        {
            map.CountMatches(pattern, cancellation: stop.Token);
        }
        finally
        {
            stopper.Join();
        }
    }
}
