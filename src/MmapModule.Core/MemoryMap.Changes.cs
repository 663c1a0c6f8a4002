using System.Collections.Generic;

namespace MmapModule;

/// <content>Which pages of a private map have been changed.</content>
public sealed partial class MemoryMap
{
    /// <summary>The parts of a private map that are this process's own copies, cut to the map.</summary>
    private List<MapRange> ChangedRanges()
    {
        List<MapRange> ranges = [];
        if (Length == 0)
        {
            return ranges;
        }

        EnterGate();
        try
        {
            // In a hole there may be something else by now.
            foreach (MapRange mapped in _handle.Segments.Ranges)
            {
                foreach (MapRange pages in _platform.PrivatePages(_handle.Address + (nint)mapped.Offset, mapped.Length))
                {
                    MapRange part = pages.Shift(mapped.Offset - _pageOffset).Intersect(new MapRange(0, Length));
                    if (part.Length > 0)
                    {
                        ranges.Add(part);
                    }
                }
            }
        }
        finally
        {
            ExitGate();
        }

        return ranges;
    }

    private long CountPages(IReadOnlyList<MapRange> changed)
    {
        long pages = 0;
        foreach (MapRange range in changed)
        {
            pages += range.Shift(_pageOffset).Outward(_platform.PageSize).Length / _platform.PageSize;
        }

        return pages;
    }
}
