using System;
using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Threading;
using MmapModule.Copying;
using MmapModule.Platform;

namespace MmapModule.Search;

/// <summary>Searches a piece window by window for what has a known shortest and longest length.</summary>
/// <remarks>
/// Memory that cannot fault is searched where it is. Everything else is copied first, in windows that stay in the cache of the
/// processor: that is the price of surviving a truncated file, and more than half of the time. Windows of 64 and 128 KiB, of
/// 512 KiB and of 1 MiB were slower (158, 150, 140 and 182 ms a GiB against 138). In front of bytes that cannot be read the hits
/// are those of a range that ends there.
/// </remarks>
internal abstract class WindowSearcher : PieceSearcher
{
    /// <summary>This much is copied at a time; it stays in the cache of the processor.</summary>
    private protected const int Window = 256 * 1024;

    /// <summary>Looking for holes pays from this size on.</summary>
    private const long WorthSkipping = 16 * 1024 * 1024;

    private static readonly ReadOnlySpanAction<byte, (WindowSearcher Searcher, long Position, int Places, PieceHits Hits)> s_take =
        static (bytes, state) => state.Searcher.Take(bytes, state.Position, state.Places, state.Hits);

    private readonly int _shortest;
    private readonly int _longest;
    private readonly DataLayout? _layout;

    private protected WindowSearcher(MemoryMap map, MapRange range, SearchOptions options, bool countOnly, (int Shortest, int Longest) lengths, bool matchesZeros)
        : base(map, range, options, countOnly)
    {
        (_shortest, _longest) = lengths;
        _layout = map.Backing is not null && range.Length >= WorthSkipping && !matchesZeros ? map.FindLayout() : null;
    }

    public override void Dispose() => _layout?.Dispose();

    private protected sealed override int FixedLength => _shortest == _longest ? _longest : 0;

    /// <summary>No hit begins at or after this offset.</summary>
    private long EndOfPlaces => Range.End - _shortest + 1;

    /// <summary>Notes the hits that begin at the first places of some bytes.</summary>
    private protected abstract void Take(ReadOnlySpan<byte> bytes, long position, int places, PieceHits hits);

    /// <summary>Notes the hits that begin at the first places of some bytes, the last one first.</summary>
    private protected abstract void TakeBackward(ReadOnlySpan<byte> bytes, long position, int places, PieceHits hits, ref long edge);

    private protected sealed override void SearchForward(PieceHits hits, long edge, CancellationToken cancellation)
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
                    buffer ??= ArrayPool<byte>.Shared.Rent(Window + _longest);
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

    private protected sealed override void SearchBackward(PieceHits hits, long edge, CancellationToken cancellation)
    {
        // In reverse the edge is where the last hit begins; what overlaps it does not count.
        long limit = Math.Min(hits.Piece.End, EndOfPlaces);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Window + _longest);
        try
        {
            while (limit > hits.Piece.Offset)
            {
                cancellation.ThrowIfCancellationRequested();
                long position = Math.Max(hits.Piece.Offset, limit - Window);
                CopyBackward(new MapRange(position, limit - position), hits, ref edge, buffer);
                limit = position;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void CopyBackward(MapRange places, PieceHits hits, ref long edge, byte[] buffer)
    {
        MapRange window = WindowOf(places);
        Span<byte> bytes = buffer.AsSpan(0, (int)window.Length);
        try
        {
            if (IsHole(window))
            {
                return;
            }

            Map.CopyOut(window.Offset, bytes);
        }
        catch (MmapException error) when (places.Length > 1 && error.Kind != MmapErrorKind.MapDisposed)
        {
            // What comes after the byte that cannot be read comes first.
            MapRange first = places.First(places.Length / 2);
            CopyBackward(places.From(first.End), hits, ref edge, buffer);
            CopyBackward(first, hits, ref edge, buffer);
            return;
        }

        TakeBackward(bytes, window.Offset, (int)places.Length, hits, ref edge);
    }

    /// <summary>What has to be read to know what begins at some places.</summary>
    private MapRange WindowOf(MapRange places) => new(places.Offset, Math.Min(Range.End - places.Offset, places.Length + _longest - 1));

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

    /// <summary>Looks at bytes where they are, if that is possible; what cannot be read is found by copying, which reports how far it got.</summary>
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
        long next = run.Range.End == Range.End ? places.End : run.Range.End - _longest + 1;
        return places.From(Math.Clamp(next, places.Offset, places.End));
    }

    private void TakeCopy(Span<byte> bytes, long position, int places, PieceHits hits)
    {
        int got = Read(position, bytes, out ExceptionDispatchInfo? error);
        Take(bytes[..got], position, Math.Min(places, Math.Max(0, got - _shortest + 1)), hits);
        error?.Throw();
    }
}
