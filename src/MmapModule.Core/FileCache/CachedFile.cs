using System;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Platform;
using MmapModule.Platform.Linux;

namespace MmapModule;

/// <summary>An open file as the page cache sees it.</summary>
internal sealed partial class CachedFile : IDisposable
{
    private const long SyncStep = 16L * 1024 * 1024;

    /// <summary>Counting and dropping go in steps of at least this size, so that Ctrl+C is seen.</summary>
    private const long LargeStep = 256L * 1024 * 1024;

    private readonly IMapPlatform _platform;
    private readonly MapBacking _file;

    private CachedFile(IMapPlatform platform, MapBacking file, string path, long length)
    {
        _platform = platform;
        _file = file;
        Path = path;
        Length = length;
    }

    /// <summary>How much can be cached without pushing anything out, in bytes.</summary>
    internal static long AvailableMemory => LinuxLimits.AvailableMemory();

    internal string Path { get; }

    /// <summary>The length when it was opened.</summary>
    internal long Length { get; }

    /// <summary>The cache is the file itself: on tmpfs nothing can be dropped.</summary>
    internal bool IsMemory => FileSystems.IsMemory(LinuxFile.FileSystemType(Descriptor));

    /// <summary>The step for this file: more than 65536 of them would take time themselves.</summary>
    private long Step => Math.Max(LargeStep, MapRange.AlignDown(Length / 65536, LargeStep));

    private int Descriptor => (int)_file.File.DangerousGetHandle();

    public void Dispose() => _file.Dispose();

    internal static CachedFile Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        IMapPlatform platform = MapPlatform.Current;

        // Looking first: merely opening a device can do something.
        int errno = LinuxFile.TryStat(path, followLinks: true, out FileStatus status);
        if (errno != 0)
        {
            throw LinuxErrors.Translate(errno, new NativeFailure { Call = "statx", Path = path });
        }

        if (status.Type is not (BackingType.RegularFile or BackingType.BlockDevice))
        {
            throw CacheErrors.NoCache(path, status.Type);
        }

        MapBacking file = platform.OpenFile(path, writable: false, create: false);
        try
        {
            platform.CheckMappable(file);
            return new CachedFile(platform, file, path, platform.GetLength(file));
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
        foreach (MapRange part in Steps(PageCache.Step))
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> state = window.Read(part.Offset, part.Length);
            pages += state.Length - state.Count((byte)0);
            progress?.Invoke(part.End, Length);
        }

        return new FileCacheInfo(Path, Length)
        {
            CachedBytes = pages * _platform.PageSize,
            Percent = Share(pages),
            Reliable = Length == 0 || PageCacheTrust.IsReliable(Descriptor),
        };
    }

    /// <summary>Drops what can be dropped.</summary>
    internal void Evict(bool sync, ByteProgress? progress, CancellationToken cancellation)
    {
        if (sync)
        {
            // fsync alone would be deaf to Ctrl+C; after these steps it finds little left to do.
            foreach (MapRange part in Steps(SyncStep))
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Invoke(part.Offset, Length);
                _platform.WriteBack(_file, part.Offset, part.Length);
            }

            _platform.FlushFile(_file);
        }

        // The steps begin and end where large folios do: the kernel drops only what lies in a range completely.
        foreach (MapRange part in Steps(Step))
        {
            cancellation.ThrowIfCancellationRequested();
            PageCache.Evict(_file, part);
            progress?.Invoke(part.End, Length);
        }

        // The last page, and what was added meanwhile.
        cancellation.ThrowIfCancellationRequested();
        PageCache.Evict(_file, default);
    }

    /// <summary>Counts with cachestat; null if the kernel refuses that for this file.</summary>
    private FileCacheInfo? TryCount(ByteProgress? progress, CancellationToken cancellation)
    {
        PageCounts sum = default;
        foreach (MapRange part in Steps(Step))
        {
            cancellation.ThrowIfCancellationRequested();
            if (PageCache.Count(_file, part) is not { } counts)
            {
                return null;
            }

            sum += counts;
            progress?.Invoke(part.End, Length);
        }

        return new FileCacheInfo(Path, Length)
        {
            CachedBytes = sum.Cached * _platform.PageSize,
            DirtyBytes = sum.Dirty * _platform.PageSize,
            WritebackBytes = sum.Writeback * _platform.PageSize,
            Percent = Share(sum.Cached),
        };
    }

    private IEnumerable<MapRange> Steps(long size)
    {
        for (long offset = 0; offset < Length; offset += Math.Min(size, long.MaxValue - offset))
        {
            yield return new MapRange(offset, Math.Min(size, Length - offset));
        }
    }

    private double Share(long pages) =>
        Length == 0 ? 0 : 100.0 * pages / new MapRange(0, Length).PageCount(_platform.PageSize);
}
