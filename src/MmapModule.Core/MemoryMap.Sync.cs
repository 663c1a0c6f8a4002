using System.Threading;
using MmapModule.Platform;

namespace MmapModule;

/// <content>Writing changed pages back.</content>
public sealed partial class MemoryMap
{
    /// <summary>Ranges above this size are written in steps first, so that Ctrl+C is seen and progress can be shown.</summary>
    private const long SyncStep = 16L * 1024 * 1024;

    /// <summary>
    /// The write-back failure that the kernel has reported for this map; null if there was none. The kernel reports one
    /// only once, so it is remembered here until <see cref="ClearSyncError"/>.
    /// </summary>
    public MmapException? SyncError { get; private set; }

    /// <summary>Forgets <see cref="SyncError"/>.</summary>
    public void ClearSyncError() => SyncError = null;

    /// <summary>Writes the changed pages of a range to the file and waits until they are there.</summary>
    /// <param name="offset">Where the range starts, in bytes; rounded down to a page.</param>
    /// <param name="length">Its length in bytes, rounded up to a page; null means the rest of the map.</param>
    /// <param name="options">How to do it.</param>
    /// <exception cref="MmapException">WritebackFailed, NoSpace, RegionLocked, RangeNotMapped, a wrong range, or MapDisposed.</exception>
    public void Sync(long offset = 0, long? length = null, SyncOptions? options = null) =>
        Sync(Resolve(offset, length), options, isExplicit: length is not null || offset != 0);

    internal void Sync(MapRange range, SyncOptions? options, bool isExplicit = true, ByteProgress? progress = null, CancellationToken cancellation = default)
    {
        options ??= new SyncOptions();
        options.Check();
        EnterGate();
        try
        {
            if (SyncError is not null)
            {
                throw MapErrors.Writeback(SyncError);
            }

            bool isFile = _backing is not null && !IsPrivate && _backing.Type is BackingType.RegularFile or BackingType.BlockDevice;
            if (options.IsAsync)
            {
                if (isFile && range.Length > 0)
                {
                    _platform.StartWriteback(_backing!, FileOffset + range.Offset, range.Length);
                    CheckReachedFile(range, "sync_file_range");
                }

                return;
            }

            if (isFile)
            {
                WriteInSteps(range, progress, cancellation);
            }

            SyncMapped(range, options.Invalidate, isExplicit);
            if (options.IsDurable && isFile)
            {
                _platform.FlushFile(_backing!);
            }

            if (isFile)
            {
                CheckReachedFile(range, "msync");
            }
        }
        catch (MmapException error) when (error.NativeCall is "msync" or "fsync" or "sync_file_range" && error.Kind is MmapErrorKind.WritebackFailed or MmapErrorKind.NoSpace)
        {
            SyncError ??= error;
            throw;
        }
        finally
        {
            ExitGate();
        }
    }

    /// <summary>The kernel has no file to write the bytes behind the end to, and says nothing: they are lost.</summary>
    private void CheckReachedFile(MapRange range, string call)
    {
        if (_backing!.Type != BackingType.RegularFile || range.Length == 0)
        {
            return;
        }

        long size = _platform.GetLength(_backing);
        long within = System.Math.Clamp(size - FileOffset - range.Offset, 0, range.Length);
        if (within < range.Length)
        {
            ForgetLength();
            throw SyncErrors.Truncated(Path, range, within, size, call);
        }
    }

    /// <summary>Does the work of a long sync piece by piece; the msync that follows then finds little left to do.</summary>
    private void WriteInSteps(MapRange range, ByteProgress? progress, CancellationToken cancellation)
    {
        if (range.Length <= SyncStep || !_backing!.IsCoherent)
        {
            return;
        }

        for (long done = 0; done < range.Length; done += SyncStep)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Invoke(done, range.Length);
            _platform.WriteBack(_backing, FileOffset + range.Offset + done, System.Math.Min(SyncStep, range.Length - done));
        }
    }

    private void SyncMapped(MapRange range, bool invalidate, bool isExplicit)
    {
        if (range.Length == 0)
        {
            return;
        }

        MapRange pages = range.Shift(_pageOffset).Outward(_pageSize);
        foreach (MapRange mapped in _handle.Segments.Ranges)
        {
            MapRange part = mapped.Intersect(pages);
            if (part.Length > 0)
            {
                _platform.Sync(_handle.Address + (nint)part.Offset, part.Length, invalidate, _backing, part.Offset - _pageOffset);
            }
        }

        // A range that somebody named must be there; "all" means all that is left.
        if (isExplicit && !_handle.Segments.Contains(range.Shift(_pageOffset)))
        {
            throw MapErrors.NotMapped(Path, range);
        }
    }
}
