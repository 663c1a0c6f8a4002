using System;
using System.Threading;
using MmapModule.Access;
using MmapModule.Platform;
using MmapModule.Platform.Linux.Access;

namespace MmapModule;

/// <content>Advice and locking of pages, and seals of files.</content>
public sealed partial class MemoryMap
{
    /// <summary>Pages are read in, locked or read ahead in pieces of this size.</summary>
    private const long PageStep = 64L * 1024 * 1024;

    /// <summary>Tells the kernel how a range will be used, or has it acted upon (madvise(2)).</summary>
    /// <param name="advice">The advice; some destroy data, see <see cref="MapAdvice"/>.</param>
    /// <param name="offset">Where the range starts; rounded down to a page, except for advice that destroys data.</param>
    /// <param name="length">Its length, rounded up likewise; null means the rest.</param>
    /// <exception cref="MmapException">InvalidArgument, FlagNotSupported, NotPermitted, RangeNotMapped, RegionTruncated, NoSpace, a wrong range, or MapDisposed.</exception>
    public void Advise(MapAdvice advice, long offset = 0, long? length = null) => Advise(advice, offset, length, CancellationToken.None);

    internal void Advise(MapAdvice advice, long offset, long? length, CancellationToken cancellation)
    {
        MapRange range = Resolve(offset, length);
        if (range.Length == 0)
        {
            return;
        }

        if (advice is MapAdvice.PopulateRead or MapAdvice.PopulateWrite)
        {
            // Reading pages in takes as long as the disk does, and changes nothing that others could see half done.
            InPieces(
                range,
                piece => ForPages(piece.Offset, piece.Length, (address, size, part) =>
                    _platform.Advise(address, size, advice, Describe(Protection), Fault(part, "madvise"))),
                cancellation);
            return;
        }

        if (advice == MapAdvice.WillNeed)
        {
            ReadAhead(range);
            return;
        }

        // Rounding must never destroy bytes that were not named.
        bool isExact = MapAdvices.Destroys(advice);
        MapRange pages = isExact ? WholePages(range, "drops") : range.Shift(_pageOffset).Outward(_pageSize);
        ChangePages(range, pages, () =>
        {
            if (advice is MapAdvice.GuardInstall or MapAdvice.HwPoison)
            {
                // From now on even plain memory may fault.
                _mayFault = true;
                _copier = WithoutDirect(_copier);
            }

            _platform.Advise(_handle.Address + (nint)pages.Offset, pages.Length, advice, Describe(Protection), Fault(range, "madvise"));
            if (advice is MapAdvice.GuardInstall or MapAdvice.GuardRemove)
            {
                MapProtection left = advice is MapAdvice.GuardInstall ? MapProtection.None : MapProtection.ReadWriteExecute;
                _guards.Set(pages, left, MapProtection.ReadWriteExecute);
            }
        });
    }

    /// <summary>The kernel reads no more ahead for one call than its read-ahead window, and does not say so: it is asked piece by piece.</summary>
    private void ReadAhead(MapRange range)
    {
        long step = _backing is null ? PageStep : Math.Max(_pageSize, _platform.ReadAheadWindow(_backing));
        for (MapRange rest = range; rest.Length > 0;)
        {
            // Others get in between: a long range takes its time.
            MapRange turn = rest.First(PageStep);
            MapRange pages = turn.Shift(_pageOffset).Outward(_pageSize);
            ChangePages(turn, pages, () =>
            {
                for (MapRange left = pages; left.Length > 0;)
                {
                    MapRange piece = left.First(step);
                    _platform.Advise(_handle.Address + (nint)piece.Offset, piece.Length, MapAdvice.WillNeed, Describe(Protection), Fault(turn, "madvise"));
                    left = left.From(piece.End);
                }
            });
            rest = rest.From(turn.End);
        }
    }

    /// <summary>Keeps a range in memory (mlock(2)).</summary>
    /// <param name="offset">Where the range starts; rounded down to a page.</param>
    /// <param name="length">Its length, rounded up to a page; null means the rest.</param>
    /// <param name="onFault">Lock pages when they are first used instead of reading all of them in now.</param>
    /// <exception cref="MmapException">MemoryLockLimit, RegionTruncated, RegionProtected, RangeNotMapped, a wrong range, or MapDisposed.</exception>
    public void Lock(long offset = 0, long? length = null, bool onFault = false) => Lock(offset, length, onFault, CancellationToken.None);

    internal void Lock(long offset, long? length, bool onFault, CancellationToken cancellation)
    {
        MapRange range = Resolve(offset, length);
        long done = 0;
        try
        {
            InPieces(
                range,
                piece =>
                {
                    // The error is about all of the range.
                    ForPages(piece.Offset, piece.Length, (address, size, _) => _platform.Lock(address, size, onFault, Describe(Protection), Fault(range, "mlock")));
                    done = piece.End - range.Offset;
                },
                cancellation);
        }
        catch (Exception error) when (done > 0 && error is MmapException or OperationCanceledException)
        {
            // A lock of half a range is no lock; the first error is the one to report.
            TryUnlock(range.First(done));
            throw;
        }
    }

    /// <summary>Takes a lock back (munlock(2)).</summary>
    /// <param name="offset">Where the range starts; rounded down to a page.</param>
    /// <param name="length">Its length, rounded up to a page; null means the rest.</param>
    /// <exception cref="MmapException">RangeNotMapped, a wrong range, or MapDisposed.</exception>
    public void Unlock(long offset = 0, long? length = null) =>
        ForPages(offset, length, (address, size, range) => _platform.Unlock(address, size, Path, range.Offset));

    /// <summary>Adds seals to a memory file (F_ADD_SEALS of fcntl(2)); they can never be taken back.</summary>
    /// <param name="seals">The seals.</param>
    /// <exception cref="MmapException">Sealed, SealBusy, AccessDenied, InvalidArgument or MapDisposed.</exception>
    public void AddSeals(MapSeals seals)
    {
        ThrowIfClosed();
        if (_backing is null)
        {
            throw MapErrors.Invalid("Anonymous memory has no file that could be sealed.", "Use New-MemoryMap -MemoryFile.");
        }

        if (seals == MapSeals.None)
        {
            throw MapErrors.Invalid("There is no seal to add (-Seal).", "Give at least one of Shrink, Grow, Write, FutureWrite and Seal.", Path);
        }

        EnterGate();
        try
        {
            _platform.AddSeals(_backing, seals);
        }
        finally
        {
            ExitGate();
        }

        SelectCopierAfterSealing();
    }

    /// <summary>Does long work on pages piece by piece, so that the map can be removed and Ctrl+C is seen in between.</summary>
    private void InPieces(MapRange range, Action<MapRange> act, CancellationToken cancellation)
    {
        // Pieces begin and end with pages, whatever the range does.
        long first = PageStep - ((_pageOffset + range.Offset) % _platform.PageSize);
        for (long done = 0; done < range.Length;)
        {
            cancellation.ThrowIfCancellationRequested();
            long step = Math.Min(done == 0 ? first : PageStep, range.Length - done);
            act(new MapRange(range.Offset + done, step));
            done += step;
        }
    }

    private void TryUnlock(MapRange range)
    {
        try
        {
            Unlock(range.Offset, range.Length);
        }
        catch (MmapException)
        {
            // Nothing is left that could be unlocked: the map has been removed, or that part of it.
        }
    }

    private void ForPages(long offset, long? length, Action<nint, long, MapRange> act)
    {
        MapRange range = Resolve(offset, length);
        if (range.Length == 0)
        {
            return;
        }

        MapRange pages = range.Shift(_pageOffset).Outward(_pageSize);
        EnterGate();
        try
        {
            CheckMapped(range, pages);
            act(_handle.Address + (nint)pages.Offset, pages.Length, range);
        }
        finally
        {
            ExitGate();
        }
    }

    /// <summary>Does what other threads must not see half done.</summary>
    private void ChangePages(MapRange range, MapRange pages, Action change)
    {
        if (!_handle.Gate.TryEnterExclusive())
        {
            throw MapErrors.Disposed(Id);
        }

        try
        {
            CheckMapped(range, pages);
            change();
        }
        finally
        {
            _handle.Gate.ExitExclusive();
        }
    }

    private void CheckMapped(MapRange range, MapRange pages)
    {
        if (!_handle.Segments.Contains(pages))
        {
            throw MapErrors.NotMapped(Path, range);
        }
    }

    /// <summary>What the error translator needs to know of this map.</summary>
    private MapRequest Describe(MapProtection protection) => new()
    {
        Backing = _backing,
        FileOffset = FileOffset,
        Length = _handle.MappedLength,
        Protection = protection,
        IsPrivate = IsPrivate,
        Flags = Flags,
    };

    private FaultContext Fault(MapRange range, string call) => new()
    {
        Backing = _backing,
        FileOffset = FileOffset + range.Offset,
        MapOffset = range.Offset,
        Requested = range.Length,
        IsPrivate = IsPrivate,
        Protection = ProtectionOf(range),
        Flags = Flags,
        NativeCall = call,
    };

    /// <summary>A seal may have made sure that the memory cannot fault any more.</summary>
    private void SelectCopierAfterSealing()
    {
        if (_handle.Gate.TryEnterExclusive())
        {
            try
            {
                SelectCopier();
            }
            finally
            {
                _handle.Gate.ExitExclusive();
            }
        }
    }

    /// <summary>Chooses how bytes are copied; the caller holds the gate exclusively.</summary>
    private void SelectCopier()
    {
        if (_handle.IsEmpty)
        {
            return;
        }

        MapRequest request = Describe(Protection) with { FileOffset = FileOffset - _pageOffset };
        MemoryCopier copier = _platform.SelectCopier(request, _handle.Address);
        _copier = _mayFault ? WithoutDirect(copier) : copier;
        _keptLength = _backing is null ? 0 : _platform.KeptLength(_backing);
    }

    private static MemoryCopier WithoutDirect(MemoryCopier copier) => copier is DirectCopier ? FaultProofCopy.System : copier;
}
