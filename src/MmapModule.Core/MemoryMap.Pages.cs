using System;
using MmapModule.Access;
using MmapModule.Platform;

namespace MmapModule;

/// <content>Protection, advice and locking of pages.</content>
public sealed partial class MemoryMap
{
    /// <summary>True once pages have been sealed with mseal(2): the map then stays until the process ends.</summary>
    public bool HasSealedPages { get; private set; }

    /// <summary>Changes what may be done with a range of whole pages (mprotect(2)).</summary>
    /// <param name="protection">The new protection.</param>
    /// <param name="offset">Where the range starts: a page boundary of the mapping.</param>
    /// <param name="length">Its length: up to a page boundary or to the end; null means the rest.</param>
    /// <exception cref="MmapException">AccessDenied, NoExecMount, Sealed, NotPermitted, InvalidArgument, RangeNotMapped, a wrong range, or MapDisposed.</exception>
    public void Protect(MapProtection protection, long offset = 0, long? length = null)
    {
        MapRange range = Resolve(offset, length);
        if (range.Length == 0)
        {
            return;
        }

        MapRange pages = WholePages(range, "changes the protection of");
        ChangePages(range, pages, () =>
        {
            _platform.Protect(_handle.Address + (nint)pages.Offset, pages.Length, Describe(protection), range.Offset);
            if (pages.Length == _handle.MappedLength)
            {
                Protection = protection;
                _protections.Clear();
            }
            else
            {
                _protections.Set(pages, protection);
            }
        });
    }

    /// <summary>Seals a range of whole pages (mseal(2)): until the process ends it cannot be unmapped, moved or given another protection.</summary>
    /// <param name="offset">Where the range starts: a page boundary of the mapping.</param>
    /// <param name="length">Its length: up to a page boundary or to the end; null means the rest.</param>
    /// <exception cref="MmapException">FlagNotSupported (before Linux 6.10), InvalidArgument, RangeNotMapped, a wrong range, or MapDisposed.</exception>
    public void SealPages(long offset = 0, long? length = null)
    {
        MapRange range = Resolve(offset, length);
        if (range.Length == 0)
        {
            return;
        }

        MapRange pages = WholePages(range, "seals");
        ChangePages(range, pages, () =>
        {
            _platform.SealPages(_handle.Address + (nint)pages.Offset, pages.Length, Path, range.Offset);
            HasSealedPages = true;
        });
    }

    /// <summary>Tells the kernel how a range will be used, or has it acted upon (madvise(2)).</summary>
    /// <param name="advice">The advice; some destroy data, see <see cref="MapAdvice"/>.</param>
    /// <param name="offset">Where the range starts; rounded down to a page, except for advice that destroys data.</param>
    /// <param name="length">Its length, rounded up likewise; null means the rest.</param>
    /// <exception cref="MmapException">InvalidArgument, FlagNotSupported, NotPermitted, RangeNotMapped, RegionTruncated, NoSpace, a wrong range, or MapDisposed.</exception>
    public void Advise(MapAdvice advice, long offset = 0, long? length = null)
    {
        MapRange range = Resolve(offset, length);
        if (range.Length == 0)
        {
            return;
        }

        // Rounding must never destroy bytes that were not named.
        bool isExact = MapAdvices.Destroys(advice);
        MapRange pages = isExact ? WholePages(range, "drops") : range.Shift(_pageOffset).Outward(_platform.PageSize);
        ChangePages(range, pages, () =>
        {
            if (advice is MapAdvice.GuardInstall or MapAdvice.HwPoison)
            {
                // From now on even plain memory may fault.
                _copier = _copier is DirectCopier ? FaultProofCopy.System : _copier;
            }

            _platform.Advise(_handle.Address + (nint)pages.Offset, pages.Length, advice, Describe(Protection), Fault(range));
        });
    }

    /// <summary>Keeps a range in memory (mlock(2)).</summary>
    /// <param name="offset">Where the range starts; rounded down to a page.</param>
    /// <param name="length">Its length, rounded up to a page; null means the rest.</param>
    /// <param name="onFault">Lock pages when they are first used instead of reading all of them in now.</param>
    /// <exception cref="MmapException">MemoryLockLimit, RangeNotMapped, a wrong range, or MapDisposed.</exception>
    public void Lock(long offset = 0, long? length = null, bool onFault = false) =>
        ForPages(offset, length, (address, size, start) => _platform.Lock(address, size, onFault, Path, start));

    /// <summary>Takes a lock back (munlock(2)).</summary>
    /// <param name="offset">Where the range starts; rounded down to a page.</param>
    /// <param name="length">Its length, rounded up to a page; null means the rest.</param>
    /// <exception cref="MmapException">RangeNotMapped, a wrong range, or MapDisposed.</exception>
    public void Unlock(long offset = 0, long? length = null) =>
        ForPages(offset, length, (address, size, start) => _platform.Unlock(address, size, Path, start));

    /// <summary>Adds seals to a memory file (F_ADD_SEALS of fcntl(2)); they can never be taken back.</summary>
    /// <param name="seals">The seals.</param>
    /// <exception cref="MmapException">Sealed, SealBusy, InvalidArgument or MapDisposed.</exception>
    public void AddSeals(MapSeals seals)
    {
        ThrowIfClosed();
        if (_backing is null)
        {
            throw MapErrors.Invalid("Anonymous memory has no file that could be sealed.", "Use New-MemoryMap -MemoryFile.");
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
    }

    private void ForPages(long offset, long? length, Action<nint, long, long> act)
    {
        MapRange range = Resolve(offset, length);
        if (range.Length == 0)
        {
            return;
        }

        MapRange pages = range.Shift(_pageOffset).Outward(_platform.PageSize);
        EnterGate();
        try
        {
            CheckMapped(range, pages);
            act(_handle.Address + (nint)pages.Offset, pages.Length, range.Offset);
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
            throw MapErrors.NotMapped(Path, range.Offset, range.Length);
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

    private FaultContext Fault(MapRange range) => new()
    {
        Backing = _backing,
        FileOffset = FileOffset + range.Offset,
        MapOffset = range.Offset,
        Requested = range.Length,
        IsPrivate = IsPrivate,
        Protection = Protection,
        Flags = Flags,
        NativeCall = "madvise",
    };
}
