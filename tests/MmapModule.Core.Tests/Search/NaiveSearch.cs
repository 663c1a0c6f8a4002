using System;
using System.Collections.Generic;
using System.Linq;

namespace MmapModule.Tests;

/// <summary>Search as one would write it on a blackboard.</summary>
internal static class NaiveSearch
{
    internal static long[] Find(byte[] content, MapRange range, HexPattern pattern, SearchOptions options)
    {
        List<long> hits = [];
        IEnumerable<long> places = Enumerable.Range(0, (int)range.Length).Select(i => range.Offset + i);
        foreach (long place in options.Reverse ? places.Reverse() : places)
        {
            bool isInside = place + pattern.Length <= range.End && place % options.Alignment == 0;
            bool isFree = options.Overlapping || hits.Count == 0
                || (options.Reverse ? place + pattern.Length <= hits[^1] : place >= hits[^1] + pattern.Length);
            if (isInside && isFree && pattern.Matches(content.AsSpan((int)place)))
            {
                hits.Add(place);
            }
        }

        return [.. hits];
    }
}
