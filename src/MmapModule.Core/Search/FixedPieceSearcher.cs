using System;
using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace MmapModule.Search;

/// <summary>Searches for bytes, with or without open places.</summary>
internal sealed class FixedPieceSearcher : PieceSearcher
{
    /// <summary>So much is copied at a time; it stays in the cache of the processor.</summary>
    private const int Window = 256 * 1024;

    private const int HitBuffer = 1024;

    private readonly FixedPattern _pattern;

    internal FixedPieceSearcher(FixedPattern pattern, MemoryMap map, MapRange range, SearchOptions options, bool countOnly)
        : base(map, range, options, countOnly) => _pattern = pattern;

    private protected override int FixedLength => _pattern.Length;

    /// <summary>No hit begins at or behind this offset.</summary>
    private long EndOfPlaces => Range.End - _pattern.Length + 1;

    private protected override void SearchForward(PieceHits hits, long edge, CancellationToken cancellation)
    {
        long limit = Math.Min(hits.Piece.End, EndOfPlaces);
        long position = Math.Max(hits.Piece.Offset, Options.Overlapping ? 0 : edge);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Window + _pattern.Length);
        try
        {
            while (position < limit)
            {
                cancellation.ThrowIfCancellationRequested();
                int places = (int)Math.Min(Window, limit - position);
                Span<byte> bytes = buffer.AsSpan(0, places + _pattern.Length - 1);
                int got = Read(position, bytes, out ExceptionDispatchInfo? error);
                if (error is not null)
                {
                    places = Math.Max(0, Math.Min(places, got - _pattern.Length + 1));
                    bytes = bytes[..got];
                }

                Take(bytes, position, places, hits);
                error?.Throw();
                long behind = position + places;
                position = hits.Count > 0 && !Options.Overlapping ? Math.Max(behind, hits.Last.End) : behind;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
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
                Span<byte> bytes = buffer.AsSpan(0, (int)(limit - position) + _pattern.Length - 1);
                Map.CopyOut(position, bytes, progress: null, cancellation);
                int from = 0;
                int count = _pattern.Collect(bytes, position, ref from, (int)(limit - position), overlapping: true, places.AsSpan(0, Window + 1));
                for (int i = count - 1; i >= 0; i--)
                {
                    long offset = position + places[i];
                    if (Options.Overlapping || offset + _pattern.Length <= edge)
                    {
                        hits.Add(offset, _pattern.Length, Keep);
                        edge = offset;
                    }
                }

                limit = position;
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(places);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Take(ReadOnlySpan<byte> bytes, long position, int limit, PieceHits hits)
    {
        if (!Keep && _pattern.IsSingleByte && limit > 0)
        {
            int number = bytes[..limit].Count(_pattern.OnlyByte);
            if (number > 0)
            {
                // Hits of one byte never overlap, so it does not matter where exactly they are.
                hits.AddCount(number, new MapRange(position, 1), new MapRange(position, 1));
            }

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
