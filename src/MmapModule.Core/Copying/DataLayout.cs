using System;
using System.Collections.Generic;
using Microsoft.Win32.SafeHandles;
using MmapModule.Platform;

namespace MmapModule.Copying;

/// <summary>Knows which parts of a map or file are holes, so that they need not be read and can be kept. Safe for several threads.</summary>
internal sealed class DataLayout : IDisposable
{
    /// <summary>The pages of a private map are asked for in pieces of this size.</summary>
    private const long Window = 4L * 1024 * 1024;

    private readonly IMapPlatform _platform;
    private readonly SafeFileHandle? _file;
    private readonly long _origin;
    private readonly MemoryMap? _private;

    /// <summary>The layout of a map. Where nothing is known of it, everything is data.</summary>
    internal DataLayout(IMapPlatform platform, MemoryMap map)
    {
        _platform = platform;
        _origin = map.FileOffset;
        _file = map.Backing is null ? null : map.OpenForSeeking();
        _private = map.IsPrivate && (map.Backing is null || _file is not null) ? map : null;
    }

    /// <summary>The layout of a file.</summary>
    internal DataLayout(IMapPlatform platform, MapBacking file)
    {
        _platform = platform;
        _file = platform.OpenForSeeking(file);
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>The data or the hole that a range begins with.</summary>
    internal DataRun FirstRun(MapRange range)
    {
        DataRun run = new(range, IsHole: _private is not null);
        if (_file is not null)
        {
            DataRun found = _platform.FirstRun(_file, range.Shift(_origin));
            run = found with { Range = found.Range.Shift(-_origin) };
        }

        return run.IsHole && _private is not null ? WithCopiedPages(_private, run.Range.First(Window)) : run;
    }

    /// <summary>What is a hole below may be covered with pages of the private map's own.</summary>
    private static DataRun WithCopiedPages(MemoryMap map, MapRange hole)
    {
        List<MapRange>? pages = map.TryFindCopiedPages(hole);
        if (pages is null)
        {
            return new DataRun(hole, IsHole: false);
        }

        if (pages.Count == 0)
        {
            return new DataRun(hole, IsHole: true);
        }

        MapRange first = pages[0];
        return first.Offset > hole.Offset
            ? new DataRun(hole.First(first.Offset - hole.Offset), IsHole: true)
            : new DataRun(hole.First(first.End - hole.Offset), IsHole: false);
    }
}
