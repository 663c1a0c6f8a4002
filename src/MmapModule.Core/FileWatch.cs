using System;
using System.Threading;
using MmapModule.FileWatching;
using MmapModule.Sharing;

namespace MmapModule;

/// <summary>Waits until files grow, are truncated, replaced or deleted.</summary>
public static class FileWatch
{
    private const FileEvents All = FileEvents.Grows | FileEvents.Truncated | FileEvents.Replaced | FileEvents.Deleted;

    /// <summary>Waits until something happens to a file after this call.</summary>
    /// <param name="path">The path of an ordinary file.</param>
    /// <param name="until">What to wait for.</param>
    /// <param name="milliseconds">The longest wait; 0 to look once, -1 to wait forever.</param>
    /// <returns>What happened; null if the time is over.</returns>
    /// <exception cref="MmapException">PathNotFound, AccessDenied, or InvalidArgument for what is no ordinary file.</exception>
    public static FileChange? Wait(string path, FileEvents until, int milliseconds = Timeout.Infinite) =>
        Wait(path, until, SlicedWait.Time(milliseconds), default);

    /// <summary>Waits until the file of a map is not what it was when it was mapped; what has happened to it since then counts.</summary>
    /// <param name="map">A map of a file. The file grows when it is longer than the end of the map, and is truncated when it is shorter.</param>
    /// <param name="until">What to wait for.</param>
    /// <param name="milliseconds">The longest wait; 0 to look once, -1 to wait forever.</param>
    /// <returns>What happened; null if the time is over.</returns>
    /// <exception cref="MmapException">MapDisposed, or InvalidArgument for a map without an ordinary file.</exception>
    public static FileChange? Wait(MemoryMap map, FileEvents until, int milliseconds = Timeout.Infinite) =>
        Wait(map, until, SlicedWait.Time(milliseconds), default);

    /// <summary>The same for a path, with a time span and Ctrl+C.</summary>
    internal static FileChange? Wait(string path, FileEvents until, TimeSpan timeout, CancellationToken stop)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new FileWatcher(MapPath.Full(path), null, null, Checked(until)).Wait(timeout, static () => { }, stop);
    }

    /// <summary>The same for a map, with a time span and Ctrl+C.</summary>
    internal static FileChange? Wait(MemoryMap map, FileEvents until, TimeSpan timeout, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(map);
        map.ThrowIfClosed();
        if (map.Path is not { } path || map.Backing is not { Type: Platform.BackingType.RegularFile } file || map.Kind == MapKind.Snapshot)
        {
            throw WaitErrors.NoFile(map);
        }

        return new FileWatcher(path, file, map.FileOffset + map.Length, Checked(until)).Wait(timeout, map.ThrowIfClosed, stop);
    }

    private static FileEvents Checked(FileEvents until) =>
        until != FileEvents.None && (until & ~All) == 0 ? until : throw WaitErrors.NoEvent(until);
}
