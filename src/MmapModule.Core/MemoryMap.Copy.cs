using System;
using System.Threading;
using MmapModule.Platform;

namespace MmapModule;

/// <content>The one way in which bytes enter and leave a map.</content>
public sealed partial class MemoryMap
{
    /// <summary>Long copies go in steps, between which the map can be removed and Ctrl+C is seen.</summary>
    private const int CopyStep = 4 * 1024 * 1024;

    // SAFETY: the span stays pinned during each copy; the offsets have been checked against Length by the caller.
    internal unsafe void CopyOut(long offset, Span<byte> destination, ByteProgress? progress = null, CancellationToken cancellation = default)
    {
        fixed (byte* bytes = destination)
        {
            int done = 0;
            do
            {
                cancellation.ThrowIfCancellationRequested();
                int step = Math.Min(CopyStep, destination.Length - done);
                CopyPiece(offset, bytes, done, step, destination.Length, isWrite: false);
                done += step;
                progress?.Invoke(done, destination.Length);
            }
            while (done < destination.Length);
        }
    }

    // SAFETY: as above.
    internal unsafe void CopyIn(long offset, ReadOnlySpan<byte> source, ByteProgress? progress = null, CancellationToken cancellation = default)
    {
        fixed (byte* bytes = source)
        {
            int done = 0;
            do
            {
                cancellation.ThrowIfCancellationRequested();
                int step = Math.Min(CopyStep, source.Length - done);
                CopyPiece(offset, bytes, done, step, source.Length, isWrite: true);
                done += step;
                progress?.Invoke(done, source.Length);
            }
            while (done < source.Length);
        }
    }

    // SAFETY: the gate keeps the pages mapped; a range with unmapped pages is refused before its address is used.
    private unsafe void CopyPiece(long offset, byte* bytes, int done, int step, int total, bool isWrite)
    {
        EnterGate();
        try
        {
            if (step == 0)
            {
                return;
            }

            MapRange piece = new(offset + done, step);
            CheckStillInside(piece);
            CheckAccess(piece, isWrite);
            nint address = _handle.Address + (nint)(_pageOffset + piece.Offset);
            long copied = isWrite ? _copier.CopyTo(address, bytes + done, step) : _copier.CopyFrom(bytes + done, address, step);
            if (copied == step)
            {
                copied = WithinFile(piece, isWrite);
            }

            if (copied < step)
            {
                throw ExplainFault(piece.Offset + copied, done + copied, total, isWrite);
            }
        }
        finally
        {
            ExitGate();
        }
    }

    /// <summary>The caller has checked the range, but the map may have been made shorter since.</summary>
    private void CheckStillInside(MapRange range) => MapRange.Check(range.Offset, range.Length, Length);

    private void CheckAccess(MapRange range, bool isWrite)
    {
        MapProtection protection = ProtectionOf(range);
        if (!protection.HasFlag(isWrite ? MapProtection.Write : MapProtection.Read))
        {
            throw MapErrors.Protected(Path, range.Offset, range.Length, protection, isWrite);
        }

        if (!_guards.IsEmpty && _guards.Common(range.Shift(_pageOffset), MapProtection.ReadWriteExecute) != MapProtection.ReadWriteExecute)
        {
            throw MapErrors.Guarded(Path, range.Offset, range.Length, isWrite);
        }

        if (_handle.Segments.HasHoles && !_handle.Segments.Contains(range.Shift(_pageOffset)))
        {
            throw MapErrors.NotMapped(Path, range.Offset, range.Length);
        }
    }

    /// <summary>What every byte of a range allows.</summary>
    private MapProtection ProtectionOf(MapRange range) =>
        _protections.IsEmpty ? Protection : _protections.Common(range.Shift(_pageOffset), Protection);

    /// <summary>
    /// How much of a finished copy the file really holds. When a file was cut in the middle of a page, the rest of that
    /// page still accepts writes and reads as zeros, but no file has those bytes.
    /// </summary>
    private long WithinFile(MapRange piece, bool isWrite)
    {
        bool isKnownGood = IsPrivate || _backing is not { Type: BackingType.RegularFile } || _backing.IsImmutable
            || (!isWrite && _copier is Access.FileReadCopier);
        if (isKnownGood)
        {
            return piece.Length;
        }

        long size = _platform.GetLength(_backing!);
        return Math.Clamp(size - FileOffset - piece.Offset, 0, piece.Length);
    }

    private MmapException ExplainFault(long mapOffset, long transferred, long requested, bool isWrite)
    {
        MmapException error = _platform.ExplainFault(new FaultContext
        {
            Backing = _backing,
            FileOffset = FileOffset + mapOffset,
            MapOffset = mapOffset,
            Requested = requested,
            Transferred = transferred,
            NativeCall = isWrite ? _copier.WriteCall : _copier.ReadCall,
            IsWrite = isWrite,
            IsPrivate = IsPrivate,
            Protection = Protection,
            Flags = Flags,
        });
        _faulted |= error.Kind is MmapErrorKind.RegionFault;
        return error;
    }
}
