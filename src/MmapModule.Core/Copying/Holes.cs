using System;
using MmapModule.Platform;

namespace MmapModule.Copying;

/// <summary>The holes of a map of a file, which need not be read: that takes as long as reading data, and fills the page cache with zeros.</summary>
internal sealed class Holes : IDisposable
{
    private readonly MemoryMap _map;
    private readonly DataLayout _layout;

    private Holes(MemoryMap map, DataLayout layout)
    {
        _map = map;
        _layout = layout;
    }

    public void Dispose() => _layout.Dispose();

    /// <summary>The holes of a map; null if there is no file that could have some.</summary>
    internal static Holes? Of(MemoryMap map)
    {
        try
        {
            return map.Backing is null ? null : new Holes(map, map.FindLayout());
        }
        catch (MmapException)
        {
            // Reading reports it.
            return null;
        }
    }

    /// <summary>True if all of a range, of at least one byte, is known to be zeros and could be read.</summary>
    internal bool Cover(MapRange range)
    {
        try
        {
            DataRun run = _layout.FirstRun(range);
            if (!run.IsHole || run.Range.Length < range.Length)
            {
                return false;
            }

            _map.CheckAccessible(range, isWrite: false);
            return true;
        }
        catch (MmapException)
        {
            // Reading finds what is before the fault, and reports it.
            return false;
        }
    }
}
