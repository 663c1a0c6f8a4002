using System;
using System.Threading;
using MmapModule.Access;
using MmapModule.Mapping;
using MmapModule.Platform;

namespace MmapModule.Copying;

/// <summary>Returns the blocks or pages of a range of a map to the system. It reads as zeros from then on.</summary>
internal sealed class HolePuncher
{
    private readonly LiveMapping _mapping;
    private readonly Transfer _transfer;
    private readonly AccessFaults _faults;

    internal HolePuncher(LiveMapping mapping, Transfer transfer, AccessFaults faults)
    {
        _mapping = mapping;
        _transfer = transfer;
        _faults = faults;
    }

    /// <exception cref="MmapException">FlagNotSupported, Sealed and others, if that cannot be done; RegionTruncated.</exception>
    internal void Punch(MapRange range)
    {
        MapBacking? file = _mapping.Backing;
        if (_mapping.IsPrivate && file is not null)
        {
            throw CopyErrors.PrivatePunch(_mapping.Path);
        }

        // Files know what to do with parts of blocks; memory and devices do not.
        long unit = file?.Type == BackingType.RegularFile && file.PageSize == 0 ? 1 : _mapping.PageSize;
        MapRange whole = _mapping.Inner(range).Inward(unit).Shift(-_mapping.PageOffset);
        WriteZeros(range.To(whole.Offset));
        PunchWhole(whole);
        WriteZeros(range.From(whole.End));
    }

    /// <summary>Frees whole blocks if they hold nothing but zeros; nobody can write through this map between the look and the deed.</summary>
    /// <returns>False, and nothing changed, if there is something else by now, or if it cannot be read any more.</returns>
    // SAFETY: the gate is held exclusively, so the pages stay mapped; the range is checked inside it, and the buffer is pinned.
    internal unsafe bool PunchIfZero(MapRange range, byte[] buffer)
    {
        using (_mapping.EnterAlone())
        {
            _mapping.CheckInside(range);
            _mapping.CheckAccess(range, transferred: 0, isWrite: true);
            for (MapRange rest = range; rest.Length > 0;)
            {
                MapRange piece = rest.First(buffer.Length);
                fixed (byte* bytes = buffer)
                {
                    long count = _mapping.Copier.CopyFrom(bytes, _mapping.PlaceOf(piece.Offset), piece.Length);
                    if (count < piece.Length || buffer.AsSpan(0, (int)count).ContainsAnyExcept((byte)0))
                    {
                        return false;
                    }
                }

                rest = rest.From(piece.End);
            }

            Free(range);
            return true;
        }
    }

    private void WriteZeros(MapRange range) =>
        Zeros.Write(range, (position, zeros) => _transfer.CopyIn(position, zeros, default, null, CancellationToken.None), CancellationToken.None);

    private void PunchWhole(MapRange range)
    {
        if (range.Length == 0)
        {
            return;
        }

        using (_mapping.Enter())
        {
            _mapping.CheckInside(range);
            _mapping.CheckAccess(range, transferred: 0, isWrite: true);
            Free(range);
        }
    }

    /// <summary>The caller holds the gate and has checked the range.</summary>
    private void Free(MapRange range)
    {
        if (_mapping.Backing is null)
        {
            DiscardMemory(range);
            return;
        }

        _mapping.Platform.PunchHole(_mapping.Backing, _mapping.InFile(range));
        long within = _mapping.File.Within(range, isWrite: true);
        if (within < range.Length)
        {
            // Punching says nothing of the end of the file.
            throw _faults.Explain(range.Offset + within, within, range.Length, isWrite: true, _mapping.Platform.CallOf(FileStep.PunchHole));
        }
    }

    private void DiscardMemory(MapRange range)
    {
        MapAdvice advice = _mapping.IsPrivate ? MapAdvice.DontNeed : MapAdvice.Remove;
        try
        {
            _mapping.Platform.Advise(_mapping.AddressOf(range.Offset), range.Length, advice, _mapping.Request(), _mapping.Fault(range));
        }
        catch (MmapException error) when (error.Kind == MmapErrorKind.InvalidArgument)
        {
            throw CopyErrors.HeldMemory(range, error);
        }
    }
}
