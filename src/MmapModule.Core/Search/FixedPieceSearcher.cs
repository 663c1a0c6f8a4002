using System;
using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Threading;
using MmapModule.Copying;
using MmapModule.Platform;

namespace MmapModule.Search;

/// <summary>Searches for bytes, with or without open places.</summary>
/// <remarks>
/// Memory that cannot fault is searched where it is. Everything else is copied first, in windows that stay in the cache of the
/// processor: that is the price of surviving a truncated file, and more than half of the time. Windows of 64 and 128 KiB, of
/// 512 KiB and of 1 MiB were slower (158, 150, 140 and 182 ms a GiB against 138).
/// </remarks>
internal sealed class FixedPieceSearcher : PieceSearcher
{
    /// <summary>So much is copied at a time; it stays in the cache of the processor.</summary>
    private const int Window = 256 * 1024;

    private const int HitBuffer = 1024;

    /// <summary>Looking for holes pays from this size on.</summary>
    private const long WorthSkipping = 16 * 1024 * 1024;

    private static readonly ReadOnlySpanAction<byte, (FixedPieceSearcher Searcher, long Position, int Places, PieceHits Hits)> s_take =
        static (bytes, state) => state.Searcher.Take(bytes, state.Position, state.Places, state.Hits);

    private readonly FixedPattern _pattern;
    private readonly DataLayout? _layout;
    private readonly bool _isCounted;

    internal FixedPieceSearcher(FixedPattern pattern, MemoryMap map, MapRange range, SearchOptions options, bool countOnly)
        : base(map, range, options, countOnly)
    {
        _pattern = pattern;
        _layout = map.Backing is not null && range.Length >= WorthSkipping && !pattern.MatchesZeros ? map.FindLayout() : null;
        _isCounted = countOnly && pattern.IsCountable && (options.Overlapping || !pattern.CanOverlap);
    }

    public override void Dispose() => _layout?.Dispose();

    private protected override int FixedLength => _pattern.Length;

    /// <summary>No hit begins at or behind this offset.</summary>
    private long EndOfPlaces => Range.End - _pattern.Length + 1;

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
                MapRange window = new(position, places + _pattern.Length - 1);
                if (places > 0 && !TryVisit(window, position, places, hits))
                {
                    buffer ??= ArrayPool<byte>.Shared.Rent(Window + _pattern.Length);
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
        // In reverse the edge is where the last hit begins; what overlaps it does not count.
        long limit = Math.Min(hits.Piece.End, EndOfPlaces);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Window + _pattern.Length);
        int[] places = ArrayPool<int>.Shared.Rent(Window + 1);
        try
        {
            while (limit > hits.Piece.Offset)
            {
                cancellation.ThrowIfCancellationRequested();
                long position = Math.Max(hits.Piece.Offset, limit - Window);
                TakeBackward(new MapRange(position, limit - position), hits, ref edge, buffer, places);
                limit = position;
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(places);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void TakeBackward(MapRange range, PieceHits hits, ref long edge, byte[] buffer, int[] places)
    {
        int count;
        try
        {
            Span<byte> bytes = buffer.AsSpan(0, (int)range.Length + _pattern.Length - 1);
            if (IsHole(range with { Length = bytes.Length }))
            {
                return;
            }

            Map.CopyOut(range.Offset, bytes);
            int from = 0;
            count = _pattern.Collect(bytes, range.Offset, ref from, (int)range.Length, overlapping: true, places.AsSpan(0, Window + 1));
        }
        catch (MmapException error) when (range.Length > 1 && error.Kind != MmapErrorKind.MapDisposed)
        {
            // What is behind the byte that cannot be read comes first.
            MapRange first = range.First(range.Length / 2);
            TakeBackward(range.From(first.End), hits, ref edge, buffer, places);
            TakeBackward(first, hits, ref edge, buffer, places);
            return;
        }

        for (int i = count - 1; i >= 0; i--)
        {
            long offset = range.Offset + places[i];
            if (Options.Overlapping || offset + _pattern.Length <= edge)
            {
                hits.Add(offset, _pattern.Length, Keep);
                edge = offset;
            }
        }
    }

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

        DataRun run = _layout.FirstRun(places with { Length = places.Length + _pattern.Length - 1 });
        if (!run.IsHole)
        {
            return places.Intersect(run.Range);
        }

        // A hole reads as zeros, if it can be read at all.
        Map.CheckAccessible(run.Range, isWrite: false);
        return places.From(Math.Max(places.Offset, run.Range.End - _pattern.Length + 1));
    }

    private void TakeCopy(Span<byte> bytes, long position, int places, PieceHits hits)
    {
        int got = Read(position, bytes, out ExceptionDispatchInfo? error);
        if (error is null)
        {
            Take(bytes, position, places, hits);
            return;
        }

        Take(bytes[..got], position, Math.Max(0, Math.Min(places, got - _pattern.Length + 1)), hits);
        error.Throw();
    }

    private void Take(ReadOnlySpan<byte> bytes, long position, int limit, PieceHits hits)
    {
        if (!Keep && _pattern.IsSingleByte && limit > 0)
        {
            int number = bytes[..limit].Count(_pattern.OnlyByte);
            AddUnplaced(number, position, hits);
            return;
        }

        if (_isCounted)
        {
            AddUnplaced(_pattern.Count(bytes, position, limit), position, hits);
            return;
        }

        Span<int> places = stackalloc int[HitBuffer];
        int from = 0;
        int count;
        do
        {
            count = _pattern.Collect(bytes, position, ref from, limit, Options.Overlapping, places);
            AddAll(hits, position, places[..count]);
        }
        while (count == places.Length);
    }

    /// <summary>Counts hits that never overlap, or may: either way it does not matter where exactly they are.</summary>
    private static void AddUnplaced(long count, long position, PieceHits hits)
    {
        if (count > 0)
        {
            hits.AddCount(count, new MapRange(position, 0), new MapRange(position, 0));
        }
    }

    private void AddAll(PieceHits hits, long position, ReadOnlySpan<int> places)
    {
        if (Keep)
        {
            foreach (int place in places)
            {
                hits.Add(position + place, _pattern.Length, keep: true);
            }
        }
        else if (places.Length > 0)
        {
            hits.AddCount(
                places.Length,
                new MapRange(position + places[0], _pattern.Length),
                new MapRange(position + places[^1], _pattern.Length));
        }
    }
}
