using System;
using System.Buffers;
using System.Threading;
using MmapModule.Access;
using MmapModule.Platform;
using MmapModule.Platform.Linux.Access;

namespace MmapModule;

/// <content>The one way in which bytes enter and leave a map.</content>
public sealed partial class MemoryMap
{
    /// <summary>Long copies go in steps, between which the map can be removed and Ctrl+C is seen.</summary>
    private const int CopyStep = 4 * 1024 * 1024;

    private const int PassingFaultAttempts = 100;
    private static readonly TimeSpan s_justNow = TimeSpan.FromSeconds(2);

    // SAFETY: the span stays pinned during each copy; the offsets have been checked against Length by the caller.
    internal unsafe void CopyOut(long offset, Span<byte> destination, ByteProgress? progress = null, CancellationToken cancellation = default)
    {
        if (destination.Length <= sizeof(ulong) && progress is null && TryLoad(offset, destination))
        {
            return;
        }

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

    /// <summary>Looks at mapped bytes where they are, if they are memory that cannot fault. Nobody can unmap them meanwhile: keep it short.</summary>
    /// <returns>False if the bytes have to be copied.</returns>
    // SAFETY: the gate keeps the pages mapped, the range has been checked behind it, and DirectCopier stands for memory that cannot fault.
    internal unsafe bool TryVisit<TState>(MapRange range, TState state, ReadOnlySpanAction<byte, TState> visit)
    {
        EnterGate();
        try
        {
            if (_copier is not DirectCopier)
            {
                return false;
            }

            CheckStillInside(range);
            CheckAccess(range, transferred: 0, isWrite: false);
            visit(new ReadOnlySpan<byte>((void*)(_handle.Address + (nint)(_pageOffset + range.Offset)), (int)range.Length), state);
            return true;
        }
        finally
        {
            ExitGate();
        }
    }

    internal void CopyIn(long offset, ReadOnlySpan<byte> source, ByteProgress? progress = null, CancellationToken cancellation = default) =>
        CopyIn(offset, source, default, progress, cancellation);

    // SAFETY: as above.
    private unsafe void CopyIn(long offset, ReadOnlySpan<byte> source, CopyCount others, ByteProgress? progress, CancellationToken cancellation)
    {
        fixed (byte* bytes = source)
        {
            int done = 0;
            do
            {
                cancellation.ThrowIfCancellationRequested();
                int step = Math.Min(CopyStep, source.Length - done);
                CopyPiece(offset, bytes, done, step, source.Length, isWrite: true, others);
                done += step;
                progress?.Invoke(done, source.Length);
            }
            while (done < source.Length);
        }

        WakeBytes(new MapRange(offset, source.Length));
    }

    // SAFETY: the gate keeps the pages mapped; a range with unmapped pages is refused before its address is used.
    private unsafe void CopyPiece(long offset, byte* bytes, int done, int step, int total, bool isWrite, CopyCount others = default)
    {
        if (!_handle.Gate.TryEnter())
        {
            throw MapErrors.Disposed(Id, others.Before + done);
        }

        try
        {
            if (step == 0)
            {
                return;
            }

            // All of the range is looked at each time, so that a write that cannot be finished is not begun.
            MapRange whole = new(offset + done, total - done);
            CheckStillInside(whole);
            CheckAccess(whole, others.Before + done, isWrite);
            long copied = 0;
            for (int attempt = 0; copied < step; attempt++)
            {
                MapRange rest = new(offset + done + copied, step - copied);
                nint address = _handle.Address + (nint)(_pageOffset + rest.Offset);
                byte* ours = bytes + done + copied;
                long got = isWrite ? Store(address, ours, rest.Length) : Load(rest, address, ours);
                copied += WithinFile(rest with { Length = got }, isWrite);
                if (copied < step)
                {
                    ThrowUnlessPassing(offset + done + copied, others.Before + done + copied, others.Before + total + others.After, isWrite, attempt);
                }
            }
        }
        finally
        {
            ExitGate();
        }
    }

    /// <summary>The caller has checked the range, but the map may have been made shorter since.</summary>
    private void CheckStillInside(MapRange range) => MapRange.Check(range.Offset, range.Length, Length);

    private void CheckAccess(MapRange range, long transferred, bool isWrite)
    {
        MapProtection protection = ProtectionOf(range);
        if ((protection & (isWrite ? MapProtection.Write : MapProtection.Read)) == 0)
        {
            throw MapErrors.Protected(Path, range, transferred, protection, isWrite);
        }

        if (!_guards.IsEmpty && _guards.Common(range.Shift(_pageOffset), MapProtection.ReadWriteExecute) != MapProtection.ReadWriteExecute)
        {
            throw MapErrors.Guarded(Path, range, transferred, isWrite);
        }

        if (_handle.Segments.HasHoles && !_handle.Segments.Contains(range.Shift(_pageOffset)))
        {
            throw MapErrors.NotMapped(Path, range, transferred, isWrite);
        }
    }

    /// <summary>What every byte of a range allows.</summary>
    private MapProtection ProtectionOf(MapRange range) =>
        _protections.IsEmpty ? Protection : _protections.Common(range.Shift(_pageOffset), Protection);

    /// <summary>
    /// How much of a copy the file really holds. When a file was cut in the middle of a page, the rest of that page
    /// still accepts writes and reads as zeros, but no file has those bytes.
    /// </summary>
    private long WithinFile(MapRange piece, bool isWrite)
    {
        bool isKnownGood = IsPrivate || _backing is not { Type: BackingType.RegularFile } || _backing.IsImmutable
            || _copier is DirectCopier
            || FileOffset + piece.End <= _keptLength
            || (!isWrite && _copier is FileReadCopier);
        if (isKnownGood)
        {
            return piece.Length;
        }

        long size = _platform.GetLength(_backing!);
        long within = Math.Clamp(size - FileOffset - piece.Offset, 0, piece.Length);
        if (within < piece.Length)
        {
            ForgetLength();
        }

        return within;
    }

    /// <summary>
    /// Throws what explains a short copy. A fault that nothing explains in a file that was changed a moment ago is most
    /// likely a truncation that is over already: such a copy is worth another attempt.
    /// </summary>
    private void ThrowUnlessPassing(long mapOffset, long transferred, long requested, bool isWrite, int attempt) =>
        ThrowUnlessPassing(mapOffset, transferred, requested, isWrite, attempt, isWrite ? _copier.WriteCall : _copier.ReadCall);

    private void ThrowUnlessPassing(long mapOffset, long transferred, long requested, bool isWrite, int attempt, string? nativeCall)
    {
        MmapException error = ExplainFault(mapOffset, transferred, requested, isWrite, nativeCall);
        bool isPassing = error.Kind == MmapErrorKind.RegionFault
            && attempt < PassingFaultAttempts
            && _backing?.Type == BackingType.RegularFile
            && (DateTime.UtcNow - _platform.Stat(_backing).LastWriteTimeUtc).Duration() < s_justNow;
        if (!isPassing)
        {
            _faulted |= error.Kind == MmapErrorKind.RegionFault;
            throw error;
        }
    }

    private MmapException ExplainFault(long mapOffset, long transferred, long requested, bool isWrite, string? nativeCall)
    {
        return _platform.ExplainFault(new FaultContext
        {
            Backing = _backing,
            FileOffset = FileOffset + mapOffset,
            MapOffset = mapOffset,
            Requested = requested,
            Transferred = transferred,
            NativeCall = nativeCall,
            IsWrite = isWrite,
            IsPrivate = IsPrivate,
            Protection = Protection,
            Flags = Flags,
        });
    }
}
