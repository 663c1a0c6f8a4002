using System;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Mapping;
using MmapModule.Platform;

namespace MmapModule.Copying;

/// <summary>Knows which parts of a map or file are holes, so that they need not be read and can be kept. Safe for several threads.</summary>
internal sealed class DataLayout : IDisposable
{
    private readonly IMapPlatform _platform;
    private readonly SafeFileHandle? _file;
    private readonly long _origin;
    private readonly LiveMapping? _private;
    private DataRange? _lastData;
    private CopiedPages? _lastPages;

    /// <summary>The layout of a map. Where nothing is known of it, everything is data.</summary>
    internal DataLayout(LiveMapping mapping)
    {
        _platform = mapping.Platform;
        _origin = mapping.FileOffset;
        _file = mapping.Backing is null ? null : mapping.File.OpenForSeeking();
        _private = mapping.IsPrivate && (mapping.Backing is null || _file is not null) ? mapping : null;
    }

    /// <summary>The layout of a file.</summary>
    internal DataLayout(IMapPlatform platform, MapBacking file)
    {
        _platform = platform;
        _file = platform.OpenForSeeking(file);
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>The data or the hole that a range begins with. To be called with at least one byte.</summary>
    internal DataRun FirstRun(MapRange range)
    {
        DataRun run = _file is not null ? FirstRunOfFile(range) : new DataRun(range, IsHole: _private is not null);
        return run.IsHole && _private is not null ? WithCopiedPages(_private, run.Range) : run;
    }

    private DataRun FirstRunOfFile(MapRange range)
    {
        // To find the end of data, tmpfs looks at each page: once is enough. Taking a hole for data does no harm.
        DataRange? last = Volatile.Read(ref _lastData);
        if (last is not null && last.Range.Contains(range.First(1)))
        {
            return new DataRun(range.Intersect(last.Range), IsHole: false);
        }

        MapRange place = range.Shift(_origin);
        DataRun found = _platform.FirstRun(_file!, new MapRange(place.Offset, long.MaxValue - place.Offset));
        MapRange all = found.Range.Shift(-_origin);
        if (!found.IsHole)
        {
            Volatile.Write(ref _lastData, new DataRange(all));
        }

        return found with { Range = range.Intersect(all) };
    }

    /// <summary>What is a hole below may be covered with pages of the private map's own.</summary>
    private DataRun WithCopiedPages(LiveMapping mapping, MapRange hole)
    {
        CopiedPages? pages = Volatile.Read(ref _lastPages);
        if (pages is null || !pages.Window.Contains(hole.First(1)))
        {
            pages = CopiedPages.Find(mapping, hole.Offset);
            Volatile.Write(ref _lastPages, pages);
        }

        return pages.FirstRun(hole.Intersect(pages.Window));
    }

    private sealed record DataRange(MapRange Range);
}
