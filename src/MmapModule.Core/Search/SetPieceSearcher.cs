using System;
using System.Collections.Generic;

namespace MmapModule.Search;

/// <summary>Searches for several texts or byte patterns in one pass. At each place there is at most one hit: that of the pattern that was given first.</summary>
internal sealed class SetPieceSearcher : WindowSearcher
{
    private readonly LiteralSet _set;

    internal SetPieceSearcher(LiteralSet set, MemoryMap map, MapRange range, SearchOptions options, bool countOnly)
        : base(map, range, options, countOnly, (set.Shortest, set.Longest), set.MatchesZeros) => _set = set;

    private protected override bool HasNumbers => true;

    private protected override void TakeBackward(ReadOnlySpan<byte> bytes, long position, int places, PieceHits hits, ref long edge)
    {
        List<int> found = [];
        int from = 0;
        while (_set.Find(bytes, position, from, places, Options.Alignment, out _) is >= 0 and int place)
        {
            found.Add(place);
            from = place + 1;
        }

        for (int i = found.Count - 1; i >= 0; i--)
        {
            long offset = position + found[i];
            long end = Options.Overlapping ? position + bytes.Length : Math.Min(edge, position + bytes.Length);
            int number = end > offset ? _set.MatchAt(bytes[found[i]..(int)(end - position)]) : -1;
            if (number >= 0)
            {
                hits.Add(offset, _set.LengthOf(number), Keep, number);
                edge = offset;
            }
        }
    }

    private protected override void Take(ReadOnlySpan<byte> bytes, long position, int places, PieceHits hits)
    {
        int from = 0;
        while (_set.Find(bytes, position, from, places, Options.Alignment, out int number) is >= 0 and int place)
        {
            int length = _set.LengthOf(number);
            hits.Add(position + place, length, Keep, number);
            from = Options.Overlapping ? place + 1 : place + length;
        }
    }
}
