using System;
using System.Buffers;
using System.Threading;
using MmapModule.Mapping;
using MmapModule.Waiting;

namespace MmapModule.Access;

/// <summary>The only way in which bytes enter and leave a map: through its copier, inside its gate, step by step.</summary>
internal sealed class Transfer
{
    /// <summary>Long copies go in steps, between which the map can be removed and Ctrl+C is seen.</summary>
    private const int CopyStep = 4 * 1024 * 1024;

    private readonly LiveMapping _mapping;
    private readonly NumberAccess _numbers;
    private readonly AccessFaults _faults;
    private readonly Wakes _wakes;

    internal Transfer(LiveMapping mapping, NumberAccess numbers, AccessFaults faults, Wakes wakes)
    {
        _mapping = mapping;
        _numbers = numbers;
        _faults = faults;
        _wakes = wakes;
    }

    // SAFETY: the span stays pinned during each copy; the offsets have been checked against Length by the caller.
    internal unsafe void CopyOut(long offset, Span<byte> destination, ByteProgress? progress, CancellationToken cancellation)
    {
        if (destination.Length <= sizeof(ulong) && progress is null && _numbers.TryLoad(offset, destination))
        {
            return;
        }

        fixed (byte* bytes = destination)
        {
            CopySteps(offset, bytes, destination.Length, isWrite: false, default, progress, cancellation);
        }
    }

    // SAFETY: as above.
    internal unsafe void CopyIn(long offset, ReadOnlySpan<byte> source, OtherPlaces others, ByteProgress? progress, CancellationToken cancellation)
    {
        bool isStored = source.Length <= sizeof(ulong) && progress is null && !cancellation.IsCancellationRequested && _numbers.TryStore(offset, source);
        if (!isStored)
        {
            CopyAll(offset, source, others, progress, cancellation);
        }

        _wakes.WakeBytes(new MapRange(offset, source.Length));
    }

    /// <summary>Writes bytes of another map, as far as that needs no buffer.</summary>
    /// <returns>How many were written.</returns>
    internal long CopyIn(long offset, LiveMapping source, MapRange range)
    {
        long copied = DirectTransfer.Copy(source, range, _mapping, offset);
        _wakes.WakeBytes(new MapRange(offset, copied));
        return copied;
    }

    /// <summary>Looks at mapped bytes where they are, if they are memory that cannot fault. Nobody can unmap them meanwhile: keep it short.</summary>
    /// <returns>False if the bytes have to be copied.</returns>
    // SAFETY: the gate keeps the pages mapped, the range has been checked inside it, and DirectCopier stands for memory that cannot fault.
    internal unsafe bool TryVisit<TState>(MapRange range, TState state, ReadOnlySpanAction<byte, TState> visit)
    {
        using (_mapping.Enter())
        {
            if (_mapping.Copier is not DirectCopier)
            {
                return false;
            }

            _mapping.CheckInside(range);
            _mapping.CheckAccess(range, transferred: 0, isWrite: false);
            visit(new ReadOnlySpan<byte>((void*)_mapping.AddressOf(range.Offset), (int)range.Length), state);
            return true;
        }
    }

    // SAFETY: the span stays pinned during each copy.
    private unsafe void CopyAll(long offset, ReadOnlySpan<byte> source, OtherPlaces others, ByteProgress? progress, CancellationToken cancellation)
    {
        fixed (byte* bytes = source)
        {
            CopySteps(offset, bytes, source.Length, isWrite: true, others, progress, cancellation);
        }
    }

    // SAFETY: the caller has pinned the bytes.
    private unsafe void CopySteps(long offset, byte* bytes, int total, bool isWrite, OtherPlaces others, ByteProgress? progress, CancellationToken cancellation)
    {
        int done = 0;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            int step = Math.Min(CopyStep, total - done);
            CopyStepOf(offset, bytes, done, step, total, isWrite, others);
            done += step;
            progress?.Invoke(done, total);
        }
        while (done < total);
    }

    // SAFETY: the gate keeps the pages mapped; a range with unmapped pages is refused before its address is used.
    private unsafe void CopyStepOf(long offset, byte* bytes, int done, int step, int total, bool isWrite, OtherPlaces others)
    {
        if (!_mapping.Handle.Gate.TryEnter())
        {
            throw MapErrors.Disposed(_mapping.Id, others.Before + done);
        }

        try
        {
            if (step == 0)
            {
                return;
            }

            // All of the range is looked at each time, so that a write that cannot be finished is not begun.
            MapRange whole = new(offset + done, total - done);
            _mapping.CheckInside(whole);
            _mapping.CheckAccess(whole, others.Before + done, isWrite);
            long copied = 0;
            for (int attempt = 0; copied < step; attempt++)
            {
                MapRange rest = new(offset + done + copied, step - copied);
                MappedPlace place = _mapping.PlaceOf(rest.Offset);
                byte* ours = bytes + done + copied;
                long got = isWrite ? _numbers.Store(place.Address, ours, rest.Length) : _numbers.Load(rest, place, ours);
                copied += _mapping.File.Within(rest with { Length = got }, isWrite);
                if (copied < step)
                {
                    string? call = isWrite ? _mapping.Copier.WriteCall : _mapping.Copier.ReadCall;
                    _faults.ThrowUnlessTransient(offset + done + copied, others.Before + done + copied, others.Before + total + others.After, isWrite, attempt, call);
                }
            }
        }
        finally
        {
            _mapping.Handle.Gate.Exit();
        }
    }
}
