using System;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Platform;

namespace MmapModule;

/// <summary>An open file as the page cache sees it.</summary>
internal sealed partial class CachedFile : IDisposable
{
    private const long SyncStep = 16L * 1024 * 1024;

    /// <summary>Counting and dropping go in steps of at least this size, so that Ctrl+C is seen.</summary>
    private const long LargeStep = 256L * 1024 * 1024;

    private readonly IMapPlatform _platform;
    private readonly MapBacking _file;

    private CachedFile(IMapPlatform platform, MapBacking file, string path, MapRange whole, MapRange? part)
    {
        _platform = platform;
        _file = file;
        Path = path;
        IsPart = part is not null;
        Whole = whole;
        Range = part is null ? whole : part.Value.Outward(platform.PageSize).Intersect(whole);
    }

    /// <summary>How much can be cached without pushing anything out, in bytes.</summary>
    internal static long AvailableMemory => MapPlatform.Current.Limits.AvailableMemory;

    internal string Path { get; }

    /// <summary>Which file it is, whatever its name.</summary>
    internal FileIdentity Identity => _file.Identity;

    /// <summary>All of the file, as it was when it was opened.</summary>
    internal MapRange Whole { get; }

    /// <summary>What is treated: all of the file as it was when it was opened, or the whole pages of a part.</summary>
    internal MapRange Range { get; }

    /// <summary>Whether only a part of the file is treated.</summary>
    internal bool IsPart { get; }

    /// <summary>How many bytes are treated.</summary>
    internal long Length => Range.Length;

    /// <summary>The cache is the file itself: on tmpfs nothing can be dropped.</summary>
    internal bool IsMemory => _platform.Cache.IsMemory(_file);

    /// <summary>The step for this file: more than 65536 of them would take time themselves.</summary>
    private long Step => Math.Max(LargeStep, MapRange.AlignDown(Length / 65536, LargeStep));

    public void Dispose() => _file.Dispose();

    /// <param name="path">The file.</param>
    /// <param name="range">What to treat; null means all of it.</param>
    /// <param name="part">The part of that; all of it by default.</param>
    internal static CachedFile Open(string path, MapRange? range = null, FilePart part = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        IMapPlatform platform = MapPlatform.Current;
        if (range is { } wanted)
        {
            MapRange.Check(wanted.Offset, wanted.Length, long.MaxValue);
        }

        // Looking first: merely opening a device can do something.
        FileStatus status = platform.Look(path, followLinks: true);
        if (status.Type is not (BackingType.RegularFile or BackingType.BlockDevice))
        {
            throw CacheErrors.NoCache(path, status.Type);
        }

        MapBacking file = platform.OpenFile(path, writable: false, create: false);
        try
        {
            platform.CheckMappable(file);
            MapRange whole = new(0, platform.GetLength(file));
            MapRange given = range is { } one ? one.Intersect(whole) : whole;
            return new CachedFile(platform, file, path, whole, range is null && part.IsAll ? null : part.In(given, path));
        }
        catch (MmapException error)
        {
            file.Dispose();
            throw error.Kind == MmapErrorKind.NotMappable ? CacheErrors.NoCache(path, status.Type) : error;
        }
    }

    internal FileCacheInfo GetState(ByteProgress? progress, CancellationToken cancellation)
    {
        if (TryCount(progress, cancellation) is { } counted)
        {
            return counted;
        }

        long pages = 0;
        PageWindow window = new(_platform, _file);
        foreach (MapRange part in Steps(Range, _platform.Cache.Step))
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> state = window.Read(part.Offset, part.Length);
            pages += state.Length - state.Count((byte)0);
            progress?.Invoke(part.End - Range.Offset, Length);
        }

        FileCacheInfo info = NewInfo(pages);
        info.Reliable = Length == 0 || _platform.Cache.IsReliable(_file);
        return info;
    }

    /// <summary>Drops what can be dropped.</summary>
    internal void Evict(bool sync, ByteProgress? progress, CancellationToken cancellation)
    {
        if (sync)
        {
            // fsync alone would not react to Ctrl+C; after these steps it finds little left to do.
            foreach (MapRange part in Steps(Range, SyncStep))
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Invoke(part.Offset - Range.Offset, Length);
                _platform.WriteBack(_file, part.Offset, part.Length);
            }

            _platform.FlushFile(_file);
        }

        // The steps begin and end where large folios do: the kernel drops only what lies in a range completely.
        foreach (MapRange part in Steps(Range, Step))
        {
            cancellation.ThrowIfCancellationRequested();
            _platform.Cache.Evict(_file, part);
            progress?.Invoke(part.End - Range.Offset, Length);
        }

        if (!IsPart)
        {
            // The last page, and what was added meanwhile.
            cancellation.ThrowIfCancellationRequested();
            _platform.Cache.Evict(_file, default);
        }
    }

    /// <summary>Counts with cachestat; null if the kernel refuses that for this file.</summary>
    private FileCacheInfo? TryCount(ByteProgress? progress, CancellationToken cancellation)
    {
        PageCounts sum = default;
        foreach (MapRange part in Steps(Range, Step))
        {
            cancellation.ThrowIfCancellationRequested();
            if (_platform.Cache.Count(_file, part) is not { } counts)
            {
                return null;
            }

            sum += counts;
            progress?.Invoke(part.End - Range.Offset, Length);
        }

        FileCacheInfo info = NewInfo(sum.Cached);
        info.DirtyBytes = sum.Dirty * _platform.PageSize;
        info.WritebackBytes = sum.Writeback * _platform.PageSize;
        return info;
    }

    private FileCacheInfo NewInfo(long pages)
    {
        FileCacheInfo info = IsPart ? new FileCacheRegionInfo(Path, Range) : new FileCacheInfo(Path, Range);
        info.CachedBytes = pages * _platform.PageSize;
        info.Percent = Share(pages);
        return info;
    }

    private static IEnumerable<MapRange> Steps(MapRange range, long size)
    {
        // Every step ends where the steps from the start of the file would.
        for (MapRange rest = range; rest.Length > 0;)
        {
            MapRange part = rest.First(size - (rest.Offset % size));
            yield return part;
            rest = rest.From(part.End);
        }
    }

    private double Share(long pages) =>
        Length == 0 ? 0 : 100.0 * pages / Range.PageCount(_platform.PageSize);
}
