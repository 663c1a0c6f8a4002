using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Copying;
using MmapModule.Platform;

namespace MmapModule;

/// <content>Holes: finding them, making them, and copies in which the kernel keeps them.</content>
public sealed partial class MemoryMap
{
    /// <summary>Zeros for the parts of blocks that cannot be freed.</summary>
    private static readonly byte[] s_zeros = new byte[64 * 1024];

    /// <summary>Which parts of the map are holes.</summary>
    internal DataLayout FindLayout() => new(_platform, this);

    /// <summary>How many bytes of the file lie between a range of another map and one of this map; null if they have no file in common.</summary>
    internal long? FileDistance(MapRange range, MemoryMap other, MapRange otherRange) =>
        _backing is null || other._backing?.Identity != _backing.Identity
            ? null
            : range.Shift(FileOffset).Offset - otherRange.Shift(other.FileOffset).Offset;

    /// <summary>Throws unless every byte of a range can be read or written, as far as can be known without doing it.</summary>
    internal void CheckAccessible(MapRange range, bool isWrite)
    {
        EnterGate();
        try
        {
            CheckStillInside(range);
            CheckAccess(range, transferred: 0, isWrite);
        }
        finally
        {
            ExitGate();
        }
    }

    /// <summary>Opens the mapped file once more; null if its holes cannot be found.</summary>
    internal SafeFileHandle? OpenForSeeking()
    {
        EnterGate();
        try
        {
            return _platform.OpenForSeeking(_backing!);
        }
        finally
        {
            ExitGate();
        }
    }

    /// <summary>The parts of a range that are copies of this process; null if the kernel does not tell.</summary>
    internal List<MapRange>? TryFindCopiedPages(MapRange range)
    {
        MapRange pages = range.Shift(_pageOffset).Outward(_platform.PageSize);
        EnterGate();
        try
        {
            if (!_handle.Segments.Contains(pages))
            {
                return null;
            }

            List<MapRange> found = [];
            foreach (MapRange run in _platform.PrivatePages(_handle.Address + (nint)pages.Offset, pages.Length))
            {
                MapRange part = run.Shift(pages.Offset - _pageOffset).Intersect(range);
                if (part.Length > 0)
                {
                    found.Add(part);
                }
            }

            return found;
        }
        catch (Exception error) when (error is MmapException { NativeCall: "open" } or ((IOException or UnauthorizedAccessException) and not MmapException))
        {
            return null;
        }
        finally
        {
            ExitGate();
        }
    }

    /// <summary>Lets the kernel copy a range to a file; returns how many bytes it did, which is 0 where it cannot.</summary>
    internal long CopyByKernel(MapRange range, MapBacking destination, long offset)
    {
        // Only what a read of the file would see in the map as well.
        if (IsPrivate || _backing is not { Type: BackingType.RegularFile, IsCoherent: true })
        {
            return 0;
        }

        EnterGate();
        try
        {
            CheckStillInside(range);
            CheckAccess(range, transferred: 0, isWrite: false);
            return _platform.CopyRange(_backing, range.Shift(FileOffset), destination, offset);
        }
        finally
        {
            ExitGate();
        }
    }

    /// <summary>Gives the blocks or pages of a range back to the system. It reads as zeros from then on.</summary>
    /// <exception cref="MmapException">FlagNotSupported, Sealed and others, if that cannot be done; RegionTruncated.</exception>
    internal void Punch(MapRange range)
    {
        if (IsPrivate && _backing is not null)
        {
            throw CopyErrors.PrivatePunch(Path);
        }

        // Files know what to do with parts of blocks; memory and devices do not.
        long unit = _backing?.Type == BackingType.RegularFile && _backing.PageSize == 0 ? 1 : _pageSize;
        MapRange whole = range.Shift(_pageOffset).Inward(unit).Shift(-_pageOffset);
        WriteZeros(new MapRange(range.Offset, whole.Offset - range.Offset));
        PunchWhole(whole);
        WriteZeros(range.From(whole.End));
    }

    /// <summary>Writes zeros, block by block.</summary>
    internal void WriteZeros(MapRange range, CancellationToken cancellation = default)
    {
        for (long done = 0; done < range.Length; done += s_zeros.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            CopyIn(range.Offset + done, s_zeros.AsSpan(0, (int)Math.Min(s_zeros.Length, range.Length - done)), null, cancellation);
        }
    }

    private void PunchWhole(MapRange range)
    {
        if (range.Length == 0)
        {
            return;
        }

        EnterGate();
        try
        {
            CheckStillInside(range);
            CheckAccess(range, transferred: 0, isWrite: true);
            if (_backing is null)
            {
                DiscardMemory(range);
                return;
            }

            _platform.PunchHole(_backing, range.Shift(FileOffset));
            long within = WithinFile(range, isWrite: true);
            if (within < range.Length)
            {
                // Punching says nothing of the end of the file.
                throw ExplainFault(range.Offset + within, within, range.Length, isWrite: true, "fallocate");
            }
        }
        finally
        {
            ExitGate();
        }
    }

    private void DiscardMemory(MapRange range)
    {
        MapAdvice advice = IsPrivate ? MapAdvice.DontNeed : MapAdvice.Remove;
        try
        {
            _platform.Advise(_handle.Address + (nint)(range.Offset + _pageOffset), range.Length, advice, Describe(Protection), Fault(range, "madvise"));
        }
        catch (MmapException error) when (error.Kind == MmapErrorKind.InvalidArgument)
        {
            throw CopyErrors.HeldMemory(range, error.ErrnoName);
        }
    }
}
