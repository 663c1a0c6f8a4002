using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using MmapModule.Access;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Work on pieces by several threads ends in order, and stops at the first error.</summary>
public sealed class OrderedPiecesTests
{
    private const int Piece = 10;
    private static readonly MapRange s_range = new(7, 105);

    [Theory]
    [InlineData(1, false)]
    [InlineData(4, false)]
    [InlineData(1, true)]
    [InlineData(4, true)]
    public void Results_come_in_order_and_cover_the_range(int threads, bool fromEnd)
    {
        List<MapRange> pieces = OrderedPieces.Run(s_range, threads, Slowly, CancellationToken.None, fromEnd, Piece).ToList();

        IEnumerable<MapRange> expected = Enumerable.Range(0, 11).Select(i => new MapRange(7 + (i * 10), i == 10 ? 5 : 10));
        Assert.Equal(fromEnd ? expected.Reverse() : expected, pieces);
    }

    [Fact]
    public void Pieces_are_worked_on_side_by_side()
    {
        using Barrier both = new(2);

        bool[] met = OrderedPieces.Run(new MapRange(0, 20), 2, (_, stop) => both.SignalAndWait(TimeSpan.FromSeconds(30), stop), CancellationToken.None, pieceSize: Piece).ToArray();

        Assert.Equal([true, true], met);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_error_comes_after_the_results_before_it(int threads)
    {
        List<long> seen = [];

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (long offset in OrderedPieces.Run(s_range, threads, Fail, CancellationToken.None, pieceSize: Piece))
            {
                seen.Add(offset);
            }
        });

        Assert.Equal("at 37", error.Message);
        Assert.Equal([7, 17, 27], seen);

        static long Fail(MapRange piece, CancellationToken stop) =>
            piece.Offset == 37 ? throw new InvalidOperationException("at 37") : piece.Offset;
    }

    [Fact]
    public void Nothing_runs_any_more_when_the_consumer_has_left()
    {
        ConcurrentBag<long> begun = [];
        int running = 0;

        long first = OrderedPieces.Run(s_range, 3, Work, CancellationToken.None, pieceSize: Piece).First();

        Assert.Equal(7, first);
        Assert.Equal(0, Volatile.Read(ref running));
        Assert.True(begun.Count <= 4, $"{begun.Count} pieces were begun");

        long Work(MapRange piece, CancellationToken stop)
        {
            Interlocked.Increment(ref running);
            begun.Add(piece.Offset);
            Thread.Sleep(20);
            Interlocked.Decrement(ref running);
            return piece.Offset;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Cancelling_ends_the_walk(int threads)
    {
        using CancellationTokenSource stop = new();
        List<MapRange> seen = [];

        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (MapRange piece in OrderedPieces.Run(s_range, threads, Slowly, stop.Token, pieceSize: Piece))
            {
                seen.Add(piece);
                stop.Cancel();
            }
        });

        Assert.Single(seen);
    }

    [Fact]
    public void An_empty_range_has_no_pieces() =>
        Assert.Empty(OrderedPieces.Run(new MapRange(5, 0), 2, Slowly, CancellationToken.None));

    private static MapRange Slowly(MapRange piece, CancellationToken stop)
    {
        // The first pieces take longest, so that an unordered walk would hand them out last.
        Thread.Sleep((int)Math.Max(0, 60 - piece.Offset));
        return piece;
    }
}
