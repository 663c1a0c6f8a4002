using System;
using System.Threading;
using MmapModule.Access;

namespace MmapModule;

/// <content>Writing a pattern of known and open bytes.</content>
public sealed partial class MemoryMap
{
    /// <summary>
    /// Writes the known bytes of a pattern that lies inside the map. Everything that can be known to fail is found before
    /// the first byte is written; open bytes are not even touched, so that what others write there meanwhile stays.
    /// </summary>
    internal void Patch(long offset, HexPattern pattern, CancellationToken cancellation = default)
    {
        MapRange known = pattern.KnownRange;
        if (known.Length == 0)
        {
            return;
        }

        int total = pattern.KnownCount;
        CheckWritable(known.Shift(offset), total);
        byte[] bytes = pattern.Bits.ToArray();
        foreach ((int start, int length) in pattern.KnownRuns())
        {
            ReadHalfBytes(offset, bytes, pattern, start, length);
        }

        long written = 0;
        foreach ((int start, int length) in pattern.KnownRuns())
        {
            CopyIn(offset + start, bytes.AsSpan(start, length), new CopyCount(written, total - written - length), progress: null, cancellation);
            written += length;
        }
    }

    /// <summary>Fills in the other half of bytes of which only half is known.</summary>
    private void ReadHalfBytes(long offset, byte[] bytes, HexPattern pattern, int start, int length)
    {
        Span<byte> run = bytes.AsSpan(start, length);
        if (pattern.Mask.Slice(start, length).IndexOfAnyExcept((byte)0xFF) >= 0)
        {
            CopyOut(offset + start, run);
            pattern.ApplyTo(run, start);
        }
    }

    /// <summary>Throws what a write of this range would throw before its first byte, or at the new end of a truncated file.</summary>
    private void CheckWritable(MapRange range, long requested)
    {
        EnterGate();
        try
        {
            CheckStillInside(range);
            CheckAccess(range, transferred: 0, isWrite: true);
            long inFile = WithinFile(range, isWrite: true);
            if (inFile < range.Length)
            {
                throw ExplainFault(range.Offset + inFile, transferred: 0, requested, isWrite: true);
            }
        }
        finally
        {
            ExitGate();
        }
    }
}
