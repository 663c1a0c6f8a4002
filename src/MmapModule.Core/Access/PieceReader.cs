using System;
using System.Threading;

namespace MmapModule.Access;

/// <summary>Reads as much of a piece as there is before the first byte that cannot be read.</summary>
internal static class PieceReader
{
    /// <summary>Reads a piece.</summary>
    /// <param name="map">The map.</param>
    /// <param name="piece">The piece.</param>
    /// <param name="destination">As many bytes.</param>
    /// <param name="cancellation">Ends the reading with OperationCanceledException.</param>
    /// <param name="error">Why not all of it was read; null if it was.</param>
    /// <returns>How many bytes were read.</returns>
    internal static int Read(MemoryMap map, MapRange piece, Span<byte> destination, CancellationToken cancellation, out MmapException? error)
    {
        error = null;
        int done = 0;
        int step = destination.Length;
        while (done < destination.Length)
        {
            step = Math.Min(step, destination.Length - done);
            try
            {
                map.CopyOut(piece.Offset + done, destination.Slice(done, step), null, cancellation);
                done += step;
            }
            catch (MmapException failure)
            {
                done += (int)failure.BytesTransferred;

                // A range with a page that may not be read is refused as a whole: smaller steps get up to that page.
                bool isRefused = failure.Kind is MmapErrorKind.RegionProtected or MmapErrorKind.RangeNotMapped && failure.BytesTransferred == 0;
                if (!isRefused || step == 1)
                {
                    error = failure;
                    return done;
                }

                step = (step + 1) / 2;
            }
        }

        return done;
    }
}
