using System;
using System.Collections.Generic;
using System.IO;
using MmapModule.Mapping;
using MmapModule.Platform;

namespace MmapModule.Copying;

/// <summary>The pages of a private map that are this process's own copies; the others still are those of the file.</summary>
internal sealed class OwnPages
{
    private readonly LiveMapping _mapping;
    private readonly IMapPlatform _platform;

    internal OwnPages(LiveMapping mapping)
    {
        _mapping = mapping;
        _platform = mapping.Platform;
    }

    /// <summary>The parts of the map that are own copies, cut to it.</summary>
    internal List<MapRange> All()
    {
        List<MapRange> found = [];
        if (_mapping.Length == 0)
        {
            return found;
        }

        using (_mapping.Enter())
        {
            // In a hole there may be something else by now.
            foreach (MapRange mapped in _mapping.Segments.Ranges)
            {
                Find(mapped, _mapping.Whole, found);
            }
        }

        return found;
    }

    /// <summary>The parts of a range that are own copies; null if the kernel does not tell.</summary>
    internal List<MapRange>? TryFind(MapRange range)
    {
        MapRange pages = _mapping.Inner(range).Outward(_platform.PageSize);
        using (_mapping.Enter())
        {
            if (!_mapping.Segments.Contains(pages))
            {
                return null;
            }

            List<MapRange> found = [];
            try
            {
                Find(pages, range, found);
            }
            catch (Exception error) when (error is MmapException or IOException or UnauthorizedAccessException)
            {
                return null;
            }

            return found;
        }
    }

    /// <summary>How many pages some parts of the map touch.</summary>
    internal long Count(IReadOnlyList<MapRange> parts)
    {
        long pages = 0;
        foreach (MapRange part in parts)
        {
            pages += _mapping.Inner(part).PageCount(_platform.PageSize);
        }

        return pages;
    }

    private void Find(MapRange pages, MapRange range, List<MapRange> found)
    {
        foreach (MapRange run in _platform.PrivatePages(_mapping.AddressOf(pages), pages.Length))
        {
            MapRange part = run.Shift(pages.Offset - _mapping.PageOffset).Intersect(range);
            if (part.Length > 0)
            {
                found.Add(part);
            }
        }
    }
}
