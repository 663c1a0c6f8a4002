using System;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Copying;
using MmapModule.Platform;

namespace MmapModule.Measuring;

/// <summary>Cuts a range into parts that several threads can measure. Holes are not read.</summary>
internal static class MeasuredParts
{
    /// <summary>A smaller hole is read like the data around it: so many parts would take longer.</summary>
    internal const long SmallestHole = 64 * 1024;

    /// <summary>What waits for a slow consumer is bounded.</summary>
    private const int MostBlocks = 4096;

    /// <param name="map">The map.</param>
    /// <param name="range">What is measured.</param>
    /// <param name="blockSize">The size of all blocks but the last one.</param>
    /// <param name="pieceSize">No part with data is longer than this, unless a small block is.</param>
    /// <param name="cancellation">Ends the walk.</param>
    internal static IEnumerable<MeasuredPart> Cut(MemoryMap map, MapRange range, long blockSize, int pieceSize, CancellationToken cancellation)
    {
        using ReadableHoles holes = new(map);
        long most = Math.Min(pieceSize, MultiplyOrMost(blockSize, MostBlocks));
        for (MapRange rest = range; rest.Length > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            DataRun run = holes.FirstRun(rest);
            MapRange part = run.IsHole && (run.Range.Length >= SmallestHole || run.Range.End == range.End)
                ? run.Range
                : DataPart(rest, range.Offset, run, blockSize, most);
            yield return new MeasuredPart(part, run.IsHole && part == run.Range);
            rest = rest.From(part.End);
        }
    }

    private static MapRange DataPart(MapRange rest, long origin, DataRun run, long blockSize, long most)
    {
        // A short run is followed by a hole, of which no more than this is read.
        long data = run.IsHole ? SmallestHole : MapRange.AlignUp(Math.Min(run.Range.Length, most), SmallestHole);
        long length = Math.Min(Math.Min(data, most), rest.Length);
        long inBlock = (rest.Offset - origin) % blockSize;
        if (inBlock > 0)
        {
            return rest.First(Math.Min(length, blockSize - inBlock));
        }

        return rest.First(length < blockSize ? length : length - (length % blockSize));
    }

    private static long MultiplyOrMost(long value, int factor) => value > long.MaxValue / factor ? long.MaxValue : value * factor;
}
