using System;
using MmapModule.Platform;

namespace MmapModule.Copying;

/// <summary>
/// Finds the holes of a map that need not be read. They are zeros, and reading them would fill the page cache with zeros.
/// For one thread.
/// </summary>
internal sealed class ReadableHoles : IDisposable
{
    private readonly MemoryMap _map;
    private DataLayout? _layout;
    private MapRange? _lastData;

    internal ReadableHoles(MemoryMap map) => _map = map;

    public void Dispose() => _layout?.Dispose();

    /// <summary>How many bytes a range begins with that are in a hole and could be read.</summary>
    /// <param name="range">A range of the map, at least one byte long.</param>
    /// <returns>A number of bytes; 0 also where nothing is known: reading shows what can be read, and reports the rest.</returns>
    internal long CountFrom(MapRange range)
    {
        long count = FirstHole(range);
        while (count > 0 && !_map.CanRead(range.First(count)))
        {
            // Half of it is less than could be had, but the next call goes on from there.
            count /= 2;
        }

        return count;
    }

    /// <summary>The hole or the data that a range begins with. What is a hole but may not be read counts as data.</summary>
    internal DataRun FirstRun(MapRange range)
    {
        long hole = CountFrom(range);
        return hole > 0 ? new DataRun(range.First(hole), IsHole: true) : new DataRun(_lastData?.Intersect(range) ?? range, IsHole: false);
    }

    private long FirstHole(MapRange range)
    {
        try
        {
            _layout ??= _map.FindLayout();
            DataRun run = _layout.FirstRun(range);
            _lastData = run.IsHole ? null : run.Range;
            return run.IsHole ? run.Range.Length : 0;
        }
        catch (MmapException)
        {
            _lastData = null;
            return 0;
        }
    }
}
