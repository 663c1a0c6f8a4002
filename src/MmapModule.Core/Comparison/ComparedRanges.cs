using System;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Copying;

namespace MmapModule.Comparison;

/// <summary>Cuts what two inputs have in common into pieces, and skips what is a hole on both sides: it is equal.</summary>
internal static class ComparedRanges
{
    /// <summary>The pieces in order, found while they are enumerated.</summary>
    /// <param name="reference">One input.</param>
    /// <param name="difference">The other one.</param>
    /// <param name="common">How many bytes both have.</param>
    /// <param name="pieceSize">The largest size of a piece.</param>
    /// <param name="cancellation">Ends the walk with OperationCanceledException.</param>
    internal static IEnumerable<MapRange> Find(
        MappedMemory reference, MappedMemory difference, long common, int pieceSize, CancellationToken cancellation)
    {
        using ReadableHoles referenceHoles = new(reference.Owner);
        using ReadableHoles differenceHoles = new(difference.Owner);
        for (MapRange rest = new(0, common); rest.Length > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            long equal = referenceHoles.CountFrom(rest.Shift(reference.Start));
            equal = equal == 0 ? 0 : differenceHoles.CountFrom(rest.First(equal).Shift(difference.Start));
            MapRange part = rest.First(equal > 0 ? equal : pieceSize);
            if (equal == 0)
            {
                yield return part;
            }

            rest = rest.From(part.End);
        }
    }
}
