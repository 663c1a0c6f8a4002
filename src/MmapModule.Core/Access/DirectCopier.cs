using System;

namespace MmapModule.Access;

/// <summary>Plain memory copies, for memory that provably cannot fault: private anonymous memory and sealed snapshots.</summary>
internal sealed unsafe class DirectCopier : MemoryCopier
{
    internal static DirectCopier Instance { get; } = new();

    internal override string? ReadCall => null;

    internal override string? WriteCall => null;

    // SAFETY: the caller holds the gate, so the pages stay mapped; no file stands behind them that could be cut.
    internal override long CopyFrom(byte* destination, nint source, long count)
    {
        Buffer.MemoryCopy((void*)source, destination, count, count);
        return count;
    }

    // SAFETY: as above; the map has checked that its protection allows writing.
    internal override long CopyTo(nint destination, byte* source, long count)
    {
        Buffer.MemoryCopy(source, (void*)destination, count, count);
        return count;
    }
}
