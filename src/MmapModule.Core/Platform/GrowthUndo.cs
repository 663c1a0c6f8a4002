using System;

namespace MmapModule.Platform;

/// <summary>Takes back that a file was made longer, for an operation that failed after it.</summary>
internal static class GrowthUndo
{
    /// <summary>Cuts a file only if it still is what our growth has made of it: not longer, and without a byte in the new part.</summary>
    /// <param name="file">The file.</param>
    /// <param name="now">Its length now.</param>
    /// <param name="made">The length that it was given.</param>
    /// <param name="old">The length that it had before.</param>
    /// <param name="hasBytes">Whether somebody has written into a part of it.</param>
    /// <param name="tryCut">Gives it the old length; false if that failed.</param>
    /// <returns>What stays, for the error; null if nothing does.</returns>
    internal static string? TakeBack(MapBacking file, long now, long made, long old, Func<MapRange, bool> hasBytes, Func<bool> tryCut) =>
        now <= old ? null
            : now > made || hasBytes(new MapRange(old, now - old)) ? UndoErrors.InUse(file.Path, now)
            : tryCut() ? null
            : UndoErrors.Left(file.Path, now);
}
