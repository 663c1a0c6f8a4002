using System;
using System.Buffers;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;
using MmapModule.Copying;
using MmapModule.Platform;

namespace MmapModule.Search;

/// <summary>Searches for several texts or byte patterns in one pass.</summary>
/// <remarks>
/// At each place there is at most one hit: that of the pattern that was given first. In front of bytes that cannot be read the
/// hits are those of a range that ends there.
/// </remarks>
internal sealed class SetPieceSearcher : PieceSearcher
{
    /// <summary>So much is copied at a time; it stays in the cache of the processor.</summary>
    private const int Window = 256 * 1024;

    /// <summary>Looking for holes pays from this size on.</summary>
    private const long WorthSkipping = 16 * 1024 * 1024;

    private static readonly ReadOnlySpanAction<byte, (SetPieceSearcher Searcher, long Position, int Places, PieceHits Hits)> s_take =
        static (bytes, state) => state.Searcher.Take(bytes, state.Position, state.Places, state.Hits);

    private readonly LiteralSet _set;
    private readonly DataLayout? _layout;

    internal SetPieceSearcher(LiteralSet set, MemoryMap map, MapRange range, SearchOptions options, bool countOnly)
        : base(map, range, options, countOnly)
    {
        _set = set;
        _layout = map.Backing is not null && range.Length >= WorthSkipping && !set.MatchesZeros ? map.FindLayout() : null;
    }

    public override void Dispose() => _layout?.Dispose();

    private protected override int FixedLength => _set.Shortest == _set.Longest ? _set.Longest : 0;

    private protected override bool HasNumbers => true;

    /// <summary>No hit begins at or behind this offset.</summary>
    private long EndOfPlaces => Range.End - _set.Shortest + 1;

    private protected override void SearchForward(PieceHits hits, long edge, CancellationToken cancellation)
    {
        long limit = Math.Min(hits.Piece.End, EndOfPlaces);
        long position = Math.Max(hits.Piece.Offset, Options.Overlapping ? 0 : edge);
        byte[]? buffer = null;
        try
        {
            while (position < limit)
            {
                cancellation.ThrowIfCancellationRequested();
                MapRange rest = Unskipped(new MapRange(position, limit - position));
                position = rest.Offset;
                int places = (int)Math.Min(Window, rest.Length);
                MapRange window = WindowOf(new MapRange(position, places));
                if (places > 0 && !TryVisit(window, position, places, hits))
                {
                    buffer ??= ArrayPool<byte>.Shared.Rent(Window + _set.Longest);
                    TakeCopy(buffer.AsSpan(0, (int)window.Length), position, places, hits);
                }

                long behind = position + places;
                position = hits.Count > 0 && !Options.Overlapping ? Math.Max(behind, hits.Last.End) : behind;
            }
        }
        finally
        {
            if (buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private protected override void SearchBackward(PieceHits hits, long edge, CancellationToken cancellation)
    {
        long limit = Math.Min(hits.Piece.End, EndOfPlaces);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Window + _set.Longest);
        try
        {
            while (limit > hits.Piece.Offset)
            {
                cancellation.ThrowIfCancellationRequested();
                long position = Math.Max(hits.Piece.Offset, limit - Window);
                TakeBackward(new MapRange(position, limit - position), hits, ref edge, buffer);
                limit = position;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void TakeBackward(MapRange range, PieceHits hits, ref long edge, byte[] buffer)
    {
        Span<byte> bytes = buffer.AsSpan(0, (int)WindowOf(range).Length);
        try
        {
            if (IsHole(range with { Length = bytes.Length }))
            {
                return;
            }

            Map.CopyOut(range.Offset, bytes);
        }
        catch (MmapException error) when (range.Length > 1 && error.Kind != MmapErrorKind.MapDisposed)
        {
            // What is behind the byte that cannot be read comes first.
            MapRange first = range.First(range.Length / 2);
            TakeBackward(range.From(first.End), hits, ref edge, buffer);
            TakeBackward(first, hits, ref edge, buffer);
            return;
        }

        List<int> places = [];
        int from = 0;
        while (_set.Find(bytes, range.Offset, from, (int)range.Length, Options.Alignment, out _) is >= 0 and int place)
        {
            places.Add(place);
            from = place + 1;
        }

        for (int i = places.Count - 1; i >= 0; i--)
        {
            long offset = range.Offset + places[i];
            long end = Options.Overlapping ? range.Offset + bytes.Length : Math.Min(edge, range.Offset + bytes.Length);
            int number = end > offset ? _set.MatchAt(bytes[places[i]..(int)(end - range.Offset)]) : -1;
            if (number >= 0)
            {
                hits.Add(offset, _set.LengthOf(number), Keep, number);
                edge = offset;
            }
        }
    }

    /// <summary>What has to be read to know what begins at some places.</summary>
    private MapRange WindowOf(MapRange places) => new(places.Offset, Math.Min(Range.End - places.Offset, places.Length + _set.Longest - 1));

    /// <summary>Whether all of a range is a hole, which could be read.</summary>
    private bool IsHole(MapRange range)
    {
        if (_layout?.FirstRun(range) is not { IsHole: true } run || run.Range.Length < range.Length)
        {
            return false;
        }

        Map.CheckAccessible(range, isWrite: false);
        return true;
    }

    /// <summary>Looks at bytes where they are, if that is possible; what cannot be read is found by copying, which says how far it came.</summary>
    private bool TryVisit(MapRange window, long position, int places, PieceHits hits)
    {
        try
        {
            return Map.TryVisit(window, (this, position, places, hits), s_take);
        }
        catch (MmapException)
        {
            return false;
        }
    }

    /// <summary>The places that have to be looked at first: those whose bytes all lie in a hole cannot match.</summary>
    private MapRange Unskipped(MapRange places)
    {
        if (_layout is null)
        {
            return places;
        }

        DataRun run = _layout.FirstRun(WindowOf(places));
        if (!run.IsHole)
        {
            return places.Intersect(run.Range);
        }

        // A hole reads as zeros, if it can be read at all.
        Map.CheckAccessible(run.Range, isWrite: false);
        long next = run.Range.End == Range.End ? places.End : run.Range.End - _set.Longest + 1;
        return places.From(Math.Clamp(next, places.Offset, places.End));
    }

    private void TakeCopy(Span<byte> bytes, long position, int places, PieceHits hits)
    {
        int got = Read(position, bytes, out ExceptionDispatchInfo? error);
        Take(bytes[..got], position, Math.Min(places, got), hits);
        error?.Throw();
    }

    private void Take(ReadOnlySpan<byte> bytes, long position, int limit, PieceHits hits)
    {
        int from = 0;
        while (_set.Find(bytes, position, from, limit, Options.Alignment, out int number) is >= 0 and int place)
        {
            int length = _set.LengthOf(number);
            hits.Add(position + place, length, Keep, number);
            from = Options.Overlapping ? place + 1 : place + length;
        }
    }
}
