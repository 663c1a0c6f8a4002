using System;
using System.Buffers;

namespace MmapModule.Search;

/// <summary>Searches for bytes, with or without wildcards.</summary>
internal sealed class FixedPieceSearcher : WindowSearcher
{
    private const int HitBuffer = 1024;

    private readonly FixedPattern _pattern;
    private readonly bool _isCounted;

    internal FixedPieceSearcher(FixedPattern pattern, MemoryMap map, MapRange range, SearchOptions options, bool countOnly)
        : base(map, range, options, countOnly, (pattern.Length, pattern.Length), pattern.MatchesZeros)
    {
        _pattern = pattern;
        _isCounted = countOnly && pattern.IsCountable && (options.Overlapping || !pattern.CanOverlap);
    }

    private protected override void TakeBackward(ReadOnlySpan<byte> bytes, long position, int places, PieceHits hits, ref long edge)
    {
        int[] found = ArrayPool<int>.Shared.Rent(places + 1);
        try
        {
            int from = 0;
            for (int i = _pattern.Collect(bytes, position, ref from, places, overlapping: true, found) - 1; i >= 0; i--)
            {
                long offset = position + found[i];
                if (Options.Overlapping || offset + _pattern.Length <= edge)
                {
                    hits.Add(offset, _pattern.Length, Keep);
                    edge = offset;
                }
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(found);
        }
    }

    private protected override void Take(ReadOnlySpan<byte> bytes, long position, int places, PieceHits hits)
    {
        if (!Keep && _pattern.IsSingleByte && places > 0)
        {
            int number = bytes[..places].Count(_pattern.OnlyByte);
            AddUnplaced(number, position, hits);
            return;
        }

        if (_isCounted)
        {
            AddUnplaced(_pattern.Count(bytes, position, places), position, hits);
            return;
        }

        Span<int> found = stackalloc int[HitBuffer];
        int from = 0;
        int count;
        do
        {
            count = _pattern.Collect(bytes, position, ref from, places, Options.Overlapping, found);
            AddAll(hits, position, found[..count]);
        }
        while (count == found.Length);
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
