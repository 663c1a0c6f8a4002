using System;
using System.Threading;
using MmapModule.Mapping;

namespace MmapModule.Access;

/// <summary>Writes a pattern of known and open bytes.</summary>
internal sealed class PatchWriter
{
    private readonly LiveMapping _mapping;
    private readonly Transfer _transfer;
    private readonly AccessFaults _faults;

    internal PatchWriter(LiveMapping mapping, Transfer transfer, AccessFaults faults)
    {
        _mapping = mapping;
        _transfer = transfer;
        _faults = faults;
    }

    /// <summary>
    /// Writes the known bytes of a pattern that lies inside the map. Everything that can be known to fail is found before
    /// the first byte is written; open bytes are not even touched, so that what others write there meanwhile stays.
    /// </summary>
    internal void Write(long offset, HexPattern pattern, CancellationToken cancellation)
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
            _transfer.CopyIn(offset + start, bytes.AsSpan(start, length), new OtherPlaces(written, total - written - length), progress: null, cancellation);
            written += length;
        }
    }

    /// <summary>Fills in the other half of bytes of which only half is known.</summary>
    private void ReadHalfBytes(long offset, byte[] bytes, HexPattern pattern, int start, int length)
    {
        Span<byte> run = bytes.AsSpan(start, length);
        if (pattern.Mask.Slice(start, length).IndexOfAnyExcept((byte)0xFF) >= 0)
        {
            _transfer.CopyOut(offset + start, run, null, CancellationToken.None);
            pattern.ApplyTo(run, start);
        }
    }

    /// <summary>Throws what a write of this range would throw before its first byte, or at the new end of a truncated file.</summary>
    private void CheckWritable(MapRange range, long requested)
    {
        using (_mapping.Enter())
        {
            _mapping.CheckInside(range);
            _mapping.CheckAccess(range, transferred: 0, isWrite: true);
            long inFile = _mapping.File.Within(range, isWrite: true);
            if (inFile < range.Length)
            {
                throw _faults.Explain(range.Offset + inFile, transferred: 0, requested, isWrite: true, _mapping.Copier.WriteCall);
            }
        }
    }
}
