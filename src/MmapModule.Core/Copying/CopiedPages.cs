using MmapModule.Mapping;
using MmapModule.Platform;

namespace MmapModule.Copying;

/// <summary>Which pages of a part of a private map are its own. A page that was a hole when it was examined counts as a hole later too.</summary>
internal sealed class CopiedPages
{
    private const long WindowSize = 128L * 1024 * 1024;

    private readonly RangeSet _runs;

    private CopiedPages(MapRange window, RangeSet runs)
    {
        Window = window;
        _runs = runs;
    }

    /// <summary>The part of the map.</summary>
    internal MapRange Window { get; }

    /// <summary>Looks at the part of a map that holds an offset.</summary>
    internal static CopiedPages Find(LiveMapping mapping, long offset)
    {
        MapRange window = new MapRange(MapRange.AlignDown(offset, WindowSize), WindowSize).Intersect(mapping.Whole);
        return new CopiedPages(window, new RangeSet(new OwnPages(mapping).TryFind(window) ?? [window]));
    }

    /// <summary>The data or the hole that a range inside the window begins with.</summary>
    internal DataRun FirstRun(MapRange range)
    {
        if (_runs.FirstEndingAfter(range.Offset) is not { } next)
        {
            return new DataRun(range, IsHole: true);
        }

        return next.Offset > range.Offset
            ? new DataRun(range.First(next.Offset - range.Offset), IsHole: true)
            : new DataRun(range.Intersect(next), IsHole: false);
    }
}
