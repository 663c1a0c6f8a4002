using System;
using System.Threading;
using MmapModule.Platform;
using MmapModule.Platform.Linux;

namespace MmapModule;

/// <summary>An open file as the page cache sees it.</summary>
internal sealed class CachedFile : IDisposable
{
    private const int ReadStep = 1024 * 1024;
    private const long SyncStep = 16L * 1024 * 1024;

    /// <summary>Counting goes in steps of at least this size, so that Ctrl+C is seen; more than 65536 of them would take time themselves.</summary>
    private const long CountStep = 1024L * 1024 * 1024;

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
        for (long offset = 0; offset < Length; offset += PageCache.Step)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> state = window.Read(offset, Math.Min(PageCache.Step, Length - offset));
            pages += state.Length - state.Count((byte)0);
            progress?.Invoke(offset, Length);
        }

        return new FileCacheInfo(Path, Length)
        {
            CachedBytes = pages * _platform.PageSize,
            Percent = Share(pages),
            Reliable = Length == 0 || PageCacheTrust.IsReliable(Descriptor),
        };
    }

    /// <summary>Reads what is missing; returns how many bytes that were.</summary>
    internal long Load(ByteProgress? progress, CancellationToken cancellation)
    {
        long read = 0;
        byte[] buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(ReadStep, Length));
        bool isReliable = Length > 0 && PageCacheTrust.IsReliable(Descriptor);
        PageWindow window = new(_platform, _file);
        for (long start = 0; start < Length; start += PageCache.Step)
        {
            MapRange part = new(start, Math.Min(PageCache.Step, Length - start));
            if (!isReliable || PageCache.IsKnownEmpty(_file, part))
            {
                read += ReadAll(part, buffer, progress, cancellation);
                continue;
            }

            ReadOnlySpan<byte> pages = window.Read(part.Offset, part.Length);
            for (int page = pages.IndexOf((byte)0); page >= 0;)
            {
                int count = pages[page..].IndexOfAnyExcept((byte)0);
                int end = count < 0 ? pages.Length : page + count;
                MapRange missing = new(start + ((long)page * _platform.PageSize), (long)(end - page) * _platform.PageSize);
                read += ReadAll(missing.Intersect(part), buffer, progress, cancellation);
                int next = pages[end..].IndexOf((byte)0);
                page = next < 0 ? -1 : end + next;
            }

            cancellation.ThrowIfCancellationRequested();
            progress?.Invoke(part.End, Length);
        }

        return read;
    }

    /// <summary>Drops what can be dropped.</summary>
    internal void Evict(bool sync, ByteProgress? progress, CancellationToken cancellation)
    {
        if (sync)
        {
            // fsync alone would be deaf to Ctrl+C; after these steps it finds little left to do.
            for (long offset = 0; offset < Length; offset += SyncStep)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Invoke(offset, Length);
                _platform.WriteBack(_file, offset, Math.Min(SyncStep, Length - offset));
            }

            _platform.FlushFile(_file);
        }

        cancellation.ThrowIfCancellationRequested();
        PageCache.Evict(_file);
    }

    /// <summary>Counts with cachestat; null if the kernel refuses that for this file.</summary>
    private FileCacheInfo? TryCount(ByteProgress? progress, CancellationToken cancellation)
    {
        PageCounts sum = default;
        long step = Math.Max(CountStep, MapRange.AlignDown(Length / 65536, CountStep));
        for (long offset = 0; offset < Length; offset += Math.Min(step, long.MaxValue - offset))
        {
            cancellation.ThrowIfCancellationRequested();
            if (PageCache.Count(_file, new MapRange(offset, Math.Min(step, Length - offset))) is not { } counts)
            {
                return null;
            }

            sum += counts;
            progress?.Invoke(offset, Length);
        }

        return new FileCacheInfo(Path, Length)
        {
            CachedBytes = sum.Cached * _platform.PageSize,
            DirtyBytes = sum.Dirty * _platform.PageSize,
            WritebackBytes = sum.Writeback * _platform.PageSize,
            Percent = Share(sum.Cached),
        };
    }

    private double Share(long pages) =>
        Length == 0 ? 0 : 100.0 * pages / new MapRange(0, Length).PageCount(_platform.PageSize);

    private long ReadAll(MapRange range, byte[] buffer, ByteProgress? progress, CancellationToken cancellation)
    {
        long position = range.Offset;
        while (position < range.End)
        {
            cancellation.ThrowIfCancellationRequested();
            int got = PageCache.Read(_file, position, buffer.AsSpan(0, (int)Math.Min(buffer.Length, range.End - position)));
            if (got == 0)
            {
                // The file has become shorter.
                break;
            }

            position += got;
            progress?.Invoke(position, Length);
        }

        return position - range.Offset;
    }
}
