using System;
using System.Collections.Generic;
using System.Threading;

namespace MmapModule;

/// <summary>The page cache, in which the kernel keeps files in memory: examine, load, drop.</summary>
public static class FileCache
{
    /// <summary>Counts the cached pages of a file (cachestat(2), else mincore(2)); reads none of them.</summary>
    /// <param name="path">A regular file or a block device.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The numbers.</returns>
    /// <exception cref="MmapException">PathNotFound, AccessDenied, or NotMappable for what has no page cache, such as a folder or a pipe.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static FileCacheInfo Get(string path, CancellationToken cancellation = default)
    {
        using CachedFile file = CachedFile.Open(path);
        return file.GetState(null, cancellation);
    }

    /// <summary>Reads what is missing in the page cache, and only that.</summary>
    /// <param name="path">A regular file or a block device.</param>
    /// <param name="cancellation">Ends the work early; what has been read stays cached.</param>
    /// <returns>The state after it.</returns>
    /// <exception cref="MmapException">PathNotFound, AccessDenied, NotMappable, or RegionFault if the file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static FileCacheInfo Initialize(string path, CancellationToken cancellation = default)
    {
        using CachedFile file = CachedFile.Open(path);
        _ = file.Load(null, cancellation);
        return file.GetState(null, cancellation);
    }

    /// <summary>Drops the pages of a file from the page cache. Pages that are dirty, mapped or locked stay; no data is lost.</summary>
    /// <param name="path">A regular file or a block device.</param>
    /// <param name="sync">Write the dirty pages to the disk first, so that they can go too.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The state after it: CachedBytes is what has stayed.</returns>
    /// <exception cref="MmapException">PathNotFound, AccessDenied, NotMappable, or WritebackFailed and NoSpace with <paramref name="sync"/>.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static FileCacheInfo Clear(string path, bool sync = false, CancellationToken cancellation = default)
    {
        using CachedFile file = CachedFile.Open(path);
        file.Evict(sync, null, cancellation);
        return file.GetState(null, cancellation);
    }

    /// <summary>Finds out which parts of a file are cached; reads none of them.</summary>
    /// <param name="path">A regular file or a block device.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The numbers, and the cached parts.</returns>
    /// <exception cref="MmapException">As for <see cref="Get(string, CancellationToken)"/>.</exception>
    public static FileCacheDetail GetDetail(string path, CancellationToken cancellation = default)
    {
        using CachedFile file = CachedFile.Open(path);
        return file.GetDetail(null, cancellation);
    }

    /// <summary>Reads what is missing of some parts of a file into the page cache, such as those that were cached before.</summary>
    /// <param name="path">A regular file or a block device.</param>
    /// <param name="ranges">The parts; what lies past the end of the file is left out.</param>
    /// <param name="cancellation">Ends the work early; what has been read stays cached.</param>
    /// <returns>The state of the file after it.</returns>
    /// <exception cref="MmapException">As for the whole file; NegativeOffset or RangeOverflow for ranges that cannot be.</exception>
    public static FileCacheInfo Initialize(string path, IReadOnlyList<MapRange> ranges, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        using CachedFile file = CachedFile.Open(path);
        _ = file.Load(ranges, null, cancellation);
        return file.GetState(null, cancellation);
    }

    /// <summary>Counts the cached pages of a part of a file; reads none of them.</summary>
    /// <param name="path">A regular file or a block device.</param>
    /// <param name="part">The part; all pages that it touches are counted.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The numbers for the part.</returns>
    /// <exception cref="MmapException">As for the whole file.</exception>
    public static FileCacheInfo Get(string path, MapRange part, CancellationToken cancellation = default)
    {
        using CachedFile file = CachedFile.Open(path, part);
        return file.GetState(null, cancellation);
    }

    /// <summary>Reads what is missing of a part of a file into the page cache, and only that.</summary>
    /// <param name="path">A regular file or a block device.</param>
    /// <param name="part">The part; all pages that it touches are read.</param>
    /// <param name="cancellation">Ends the work early; what has been read stays cached.</param>
    /// <returns>The state of the part after it.</returns>
    /// <exception cref="MmapException">As for the whole file.</exception>
    public static FileCacheInfo Initialize(string path, MapRange part, CancellationToken cancellation = default)
    {
        using CachedFile file = CachedFile.Open(path, part);
        _ = file.Load(null, cancellation);
        return file.GetState(null, cancellation);
    }

    /// <summary>Drops the pages of a part of a file from the page cache. Pages that are dirty, mapped or locked stay; no data is lost.</summary>
    /// <param name="path">A regular file or a block device.</param>
    /// <param name="part">The part; all pages that it touches are dropped.</param>
    /// <param name="sync">Write the dirty pages to the disk first, so that they can go too.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The state of the part after it.</returns>
    /// <exception cref="MmapException">As for the whole file.</exception>
    public static FileCacheInfo Clear(string path, MapRange part, bool sync = false, CancellationToken cancellation = default)
    {
        using CachedFile file = CachedFile.Open(path, part);
        file.Evict(sync, null, cancellation);
        return file.GetState(null, cancellation);
    }
}
