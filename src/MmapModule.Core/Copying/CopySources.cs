using System;
using System.Collections.Generic;
using MmapModule.Platform;

namespace MmapModule.Copying;

/// <summary>Finds sources that would be overwritten by what is copied before them.</summary>
internal static class CopySources
{
    /// <summary>The first of several files with bytes that the copies of the files before it would overwrite; null if there is none.</summary>
    /// <param name="files">The files, in the order in which they are copied, one after the other.</param>
    /// <param name="select">What is copied of a file of that length; null for nothing.</param>
    /// <param name="destination">The map or region that is copied to; null for a file.</param>
    /// <param name="file">The file that is copied to, if it is one.</param>
    /// <param name="start">Where the first file goes.</param>
    internal static string? FirstOverwritten(IReadOnlyList<string> files, Func<long, MapRange?> select, MappedMemory? destination, string file, long start)
    {
        if (Identity(destination, file, out long origin) is not { } target)
        {
            return null;
        }

        long position = start;
        foreach (string path in files)
        {
            if (MapPlatform.Current.StatPath(path) is not { } status || select(status.Size) is not { } range)
            {
                continue;
            }

            if (status.Identity == target && range.Overlaps(new MapRange(origin + start, position - start)))
            {
                return path;
            }

            position += Math.Min(range.Length, long.MaxValue - position);
        }

        return null;
    }

    /// <summary>Whether a range of a map shows bytes that have been copied to the destination already.</summary>
    /// <param name="source">The map.</param>
    /// <param name="range">The range of it.</param>
    /// <param name="destination">The map or region that is copied to; null for a file.</param>
    /// <param name="file">The file that is copied to, if it is one.</param>
    /// <param name="written">What has been written to the destination.</param>
    internal static bool IsOverwritten(MemoryMap source, MapRange range, MappedMemory? destination, string file, MapRange written)
    {
        if (written.Length == 0)
        {
            return false;
        }

        if (destination?.Owner == source)
        {
            return range.Overlaps(written.Shift(destination.Start));
        }

        return Identity(destination, file, out long origin) is { } target
            && source.Backing?.Identity == target
            && range.Shift(source.FileOffset).Overlaps(written.Shift(origin));
    }

    /// <summary>Whether there is a file, or anything else, at a path.</summary>
    internal static bool IsThere(string path) => MapPlatform.Current.StatPath(path) is not null;

    /// <summary>How many bytes a file has after the end of a copy; they are not changed.</summary>
    internal static long TailBehind(string file, long end) => Math.Max((MapPlatform.Current.StatPath(file)?.Size ?? 0) - end, 0);

    /// <summary>The file whose bytes change, and where in it the destination starts.</summary>
    private static FileIdentity? Identity(MappedMemory? destination, string file, out long origin)
    {
        origin = 0;
        if (destination is null)
        {
            return MapPlatform.Current.StatPath(file)?.Identity;
        }

        MemoryMap map = destination.Owner;
        origin = map.FileOffset + destination.Start;
        return map.IsPrivate ? null : map.Backing?.Identity;
    }
}
