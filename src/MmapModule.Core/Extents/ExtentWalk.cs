using System;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Platform;

namespace MmapModule.Extents;

/// <summary>
/// Puts together what the system tells of a file, call by call. The file may change between two calls, so each extent begins where
/// the one before has ended, and a call that brings nothing new is the last one.
/// </summary>
internal sealed class ExtentWalk
{
    /// <summary>The last block of a file reaches past its end; only what begins after it is of interest.</summary>
    private const long Block = 4096;

    private readonly string _path;
    private readonly MapRange _range;
    private readonly bool _hasTail;
    private readonly Func<MapRange, ExtentBatch?> _read;
    private readonly Func<long> _length;

    /// <param name="path">The path of the file.</param>
    /// <param name="range">The bytes of interest.</param>
    /// <param name="hasTail">Blocks after the range are of interest too: it is all of the file.</param>
    /// <param name="read">Asks the system for what a range begins with; null if it does not know.</param>
    /// <param name="length">The length of the file now.</param>
    internal ExtentWalk(string path, MapRange range, bool hasTail, Func<MapRange, ExtentBatch?> read, Func<long> length)
    {
        _path = path;
        _range = range;
        _hasTail = hasTail;
        _read = read;
        _length = length;
    }

    /// <summary>False if the system did not know the first of it.</summary>
    internal bool IsKnown { get; private set; } = true;

    internal IEnumerable<FileExtent> Run(CancellationToken cancellation)
    {
        long limit = _hasTail ? long.MaxValue : _range.End;
        long tail = MapRange.AlignUp(Math.Min(_range.End, long.MaxValue - Block), Block);
        long position = _range.Offset;
        for (bool isLast = false; !isLast && position < limit;)
        {
            cancellation.ThrowIfCancellationRequested();
            long before = position;
            ExtentBatch? batch = _read(new MapRange(position, limit - position));
            if (batch is null)
            {
                IsKnown = position > _range.Offset;
                if (!IsKnown)
                {
                    yield break;
                }

                break;
            }

            foreach (DeviceExtent extent in batch.Extents)
            {
                MapRange part = extent.Range.Intersect(new MapRange(position, Math.Max(0, _range.End - position)));
                if (part.Length > 0)
                {
                    if (part.Offset > position)
                    {
                        yield return Hole(position, part.Offset);
                    }

                    yield return Extent(extent, part);
                    position = part.End;
                }

                MapRange behind = _hasTail ? extent.Range.Intersect(new MapRange(Math.Max(tail, position), long.MaxValue - Math.Max(tail, position))) : default;
                if (behind.Length > 0)
                {
                    if (position < _range.End)
                    {
                        yield return Hole(position, _range.End);
                    }

                    yield return Extent(extent, behind);
                    position = behind.End;
                }
            }

            isLast = batch.IsLast || position == before;
        }

        // What has been cut off meanwhile is no hole.
        long end = Math.Min(_range.End, _length());
        if (position < end)
        {
            yield return Hole(position, end);
        }
    }

    private FileExtent Hole(long start, long end) => new(_path, new MapRange(start, end - start), FileExtentKind.Hole);

    private FileExtent Extent(DeviceExtent extent, MapRange part) => new(_path, part, extent.IsUnwritten ? FileExtentKind.Unwritten : FileExtentKind.Data)
    {
        Physical = extent.Physical + (part.Offset - extent.Range.Offset),
        Shared = extent.IsShared,
    };
}
