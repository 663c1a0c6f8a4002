using System.Collections.Generic;
using MmapModule.Platform;

namespace MmapModule.Copying;

/// <summary>Which pages of a part of a private map are its own. What was a hole when it was looked at counts as one later too.</summary>
internal sealed class CopiedPages
{
    private const long WindowSize = 128L * 1024 * 1024;

    private readonly List<MapRange> _runs;

    private CopiedPages(MapRange window, List<MapRange> runs)
    {
        Window = window;
        _runs = runs;
    }

    /// <summary>The part of the map.</summary>
    internal MapRange Window { get; }

    /// <summary>Looks at the part of a map that holds an offset.</summary>
    internal static CopiedPages Find(MemoryMap map, long offset)
    {
        MapRange window = new MapRange(MapRange.AlignDown(offset, WindowSize), WindowSize).Intersect(new MapRange(0, map.Length));
        return new CopiedPages(window, map.TryFindCopiedPages(window) ?? [window]);
    }

    /// <summary>The data or the hole that a range inside the window begins with.</summary>
    internal DataRun FirstRun(MapRange range)
    {
        int index = FirstEndingBehind(range.Offset);
        if (index == _runs.Count)
        {
            return new DataRun(range, IsHole: true);
        }

        MapRange next = _runs[index];
        return next.Offset > range.Offset
            ? new DataRun(range.First(next.Offset - range.Offset), IsHole: true)
            : new DataRun(range.Intersect(next), IsHole: false);
    }

    private int FirstEndingBehind(long offset)
    {
        int low = 0;
        int high = _runs.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_runs[middle].End > offset)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
