using System;
using System.Buffers;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Access;
using MmapModule.Copying;
using MmapModule.Mapping;
using MmapModule.Waiting;
using MmapModule.Writeback;

namespace MmapModule;

/// <content>What can be done with a map. The work is done by the types that these methods call.</content>
public sealed partial class MemoryMap
{
    /// <summary>Writes the changed pages of a range to the file and waits until they are there.</summary>
    /// <param name="offset">Where the range starts, in bytes; rounded down to a page.</param>
    /// <param name="length">Its length in bytes, rounded up to a page; null means the rest of the map.</param>
    /// <param name="options">How to do it.</param>
    /// <exception cref="MmapException">WritebackFailed, NoSpace, RegionLocked, RangeNotMapped, a wrong range, or MapDisposed.</exception>
    public void Sync(long offset = 0, long? length = null, SyncOptions? options = null) =>
        Sync(Resolve(offset, length), options, isExplicit: length is not null || offset != 0);

    /// <summary>Forgets <see cref="SyncError"/>.</summary>
    public void ClearSyncError() => _syncer.Error = null;

    /// <summary>Writes the content of a private map to its file, or the content of any map to another file.</summary>
    /// <param name="path">The file; null means the map's own. Another file gets the map's first byte at its own start, is created if needed, and ends with the map's last byte.</param>
    /// <param name="changedOnly">Write only the pages that this process has changed; a file that is new or too short gets all of them.</param>
    /// <param name="cancellation">Stops between pieces of 1 MiB.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="MmapException">AccessDenied, PathNotFound (the file was replaced), RegionTruncated (the file is shorter than the map), NoSpace, RegionProtected, RangeNotMapped, InvalidArgument or MapDisposed.</exception>
    public MemoryMapSaveResult Save(string? path = null, bool changedOnly = false, CancellationToken cancellation = default) =>
        Save(path, changedOnly, null, cancellation);

    /// <summary>Changes the length of the map (mremap(2)). The address may change; offsets stay the same.</summary>
    /// <param name="length">The new length in bytes; 0 only if there is a file behind the map. An empty map can grow again.</param>
    /// <param name="options">How to do it.</param>
    /// <param name="cancellation">Stops the allocation of a big file.</param>
    /// <exception cref="MmapException">RegionOutOfRange (beyond the file), NoSpace, AccessDenied, Sealed, OutOfMemory, MemoryLockLimit, InvalidArgument or MapDisposed.</exception>
    public void Resize(long length, ResizeOptions? options = null, CancellationToken cancellation = default) =>
        new Resizer(Mapping).Resize(length, options ?? new ResizeOptions(), cancellation);

    /// <summary>Tells the kernel how a range will be used, or makes it act on the range at once (madvise(2)).</summary>
    /// <param name="advice">The advice; some destroy data, see <see cref="MapAdvice"/>.</param>
    /// <param name="offset">Where the range starts; rounded down to a page, except for advice that destroys data.</param>
    /// <param name="length">Its length, rounded up likewise; null means the rest.</param>
    /// <exception cref="MmapException">InvalidArgument, FlagNotSupported, NotPermitted, RangeNotMapped, RegionTruncated, NoSpace, a wrong range, or MapDisposed.</exception>
    public void Advise(MapAdvice advice, long offset = 0, long? length = null) => Advise(advice, offset, length, CancellationToken.None);

    /// <summary>Keeps a range in memory (mlock(2)).</summary>
    /// <param name="offset">Where the range starts; rounded down to a page.</param>
    /// <param name="length">Its length, rounded up to a page; null means the rest.</param>
    /// <param name="onFault">Lock pages when they are first used instead of reading all of them in now.</param>
    /// <exception cref="MmapException">MemoryLockLimit, RegionTruncated, RegionProtected, RangeNotMapped, a wrong range, or MapDisposed.</exception>
    public void Lock(long offset = 0, long? length = null, bool onFault = false) => Lock(offset, length, onFault, CancellationToken.None);

    /// <summary>Unlocks a range (munlock(2)).</summary>
    /// <param name="offset">Where the range starts; rounded down to a page.</param>
    /// <param name="length">Its length, rounded up to a page; null means the rest.</param>
    /// <exception cref="MmapException">RangeNotMapped, a wrong range, or MapDisposed.</exception>
    public void Unlock(long offset = 0, long? length = null) => new PageAdvice(Mapping).Unlock(Resolve(offset, length));

    /// <summary>Changes what may be done with a range of whole pages (mprotect(2)).</summary>
    /// <param name="protection">The new protection.</param>
    /// <param name="offset">Where the range starts: a page boundary of the mapping.</param>
    /// <param name="length">Its length: up to a page boundary or to the end; null means the rest.</param>
    /// <exception cref="MmapException">AccessDenied, NoExecMount, Sealed, NotPermitted, InvalidArgument, RangeNotMapped, a wrong range, or MapDisposed.</exception>
    public void Protect(MapProtection protection, long offset = 0, long? length = null) =>
        new PageChanges(Mapping).Protect(protection, Resolve(offset, length));

    /// <summary>Seals a range of whole pages (mseal(2)): until the process ends it cannot be unmapped, moved or given another protection.</summary>
    /// <param name="offset">Where the range starts: a page boundary of the mapping.</param>
    /// <param name="length">Its length: up to a page boundary or to the end; null means the rest.</param>
    /// <exception cref="MmapException">FlagNotSupported (before Linux 6.10), InvalidArgument, RangeNotMapped, a wrong range, or MapDisposed.</exception>
    public void SealPages(long offset = 0, long? length = null) => new PageChanges(Mapping).Seal(Resolve(offset, length));

    /// <summary>Adds seals to a memory file (F_ADD_SEALS of fcntl(2)); they can never be removed.</summary>
    /// <param name="seals">The seals.</param>
    /// <exception cref="MmapException">Sealed, SealBusy, AccessDenied, InvalidArgument or MapDisposed.</exception>
    public void AddSeals(MapSeals seals) => new PageChanges(Mapping).SealFile(seals);

    /// <summary>Unmaps part of the map (munmap(2)); the rest keeps working and the hole is remembered.</summary>
    /// <param name="offset">Where the part starts: a page boundary of the mapping.</param>
    /// <param name="length">Its length: up to a page boundary or to the end; null means the rest.</param>
    /// <exception cref="MmapException">InvalidArgument (not whole pages), RangeNotMapped, MapCountLimit, a wrong range, or MapDisposed.</exception>
    public void RemovePart(long offset, long? length = null) => new PageChanges(Mapping).Remove(Resolve(offset, length));

    /// <summary>Examines the map and its file; reads no mapped byte.</summary>
    /// <returns>The report, also for a removed map.</returns>
    public MemoryMapHealth GetHealth() => HealthCheck.Report(Mapping, SyncError);

    internal void Sync(MapRange range, SyncOptions? options, bool isExplicit = true, ByteProgress? progress = null, CancellationToken cancellation = default) =>
        _syncer.Sync(range, options ?? new SyncOptions(), isExplicit, progress, cancellation);

    internal MemoryMapSaveResult Save(string? path, bool changedOnly, ByteProgress? progress, CancellationToken cancellation, bool noClobber = false) =>
        new MapSaver(Mapping, _transfer, progress, cancellation).Save(path, changedOnly, noClobber);

    /// <summary>The length that lets the map reach to the end of its file as it is now.</summary>
    internal long LengthToFileEnd() => new Resizer(Mapping).LengthToFileEnd();

    internal void Advise(MapAdvice advice, long offset, long? length, CancellationToken cancellation) =>
        new PageAdvice(Mapping).Advise(advice, Resolve(offset, length), cancellation);

    internal void Lock(long offset, long? length, bool onFault, CancellationToken cancellation) =>
        new PageAdvice(Mapping).Lock(Resolve(offset, length), onFault, cancellation);

    /// <summary>Reads bytes. The caller has checked the range.</summary>
    internal void CopyOut(long offset, Span<byte> destination, ByteProgress? progress = null, CancellationToken cancellation = default) =>
        _transfer.CopyOut(offset, destination, progress, cancellation);

    /// <summary>Writes bytes. The caller has checked the range.</summary>
    internal void CopyIn(long offset, ReadOnlySpan<byte> source, ByteProgress? progress = null, CancellationToken cancellation = default) =>
        _transfer.CopyIn(offset, source, default, progress, cancellation);

    /// <summary>Writes bytes of another map, which do not overlap those here. The caller has checked the ranges.</summary>
    /// <returns>How many were written; the rest has to be copied in another way, which says what is wrong.</returns>
    internal long CopyIn(long offset, MemoryMap source, MapRange range) => _transfer.CopyIn(offset, source.Mapping, range);

    /// <summary>Looks at mapped bytes where they are; false if they have to be copied.</summary>
    internal bool TryVisit<TState>(MapRange range, TState state, ReadOnlySpanAction<byte, TState> visit) => _transfer.TryVisit(range, state, visit);

    /// <summary>Writes the known bytes of a pattern.</summary>
    internal void Patch(long offset, HexPattern pattern, CancellationToken cancellation = default) =>
        new PatchWriter(Mapping, _transfer, _faults).Write(offset, pattern, cancellation);

    /// <summary>Reads one byte, for streams that are read byte by byte.</summary>
    /// <exception cref="MmapException">The byte is not in the map or cannot be read.</exception>
    internal byte LoadByte(long offset)
    {
        if (_numbers.TryLoadByte(offset, out byte value))
        {
            return value;
        }

        // The copy says what is wrong, if something is.
        Span<byte> copy = stackalloc byte[1];
        MapRange.Check(offset, copy.Length, Length);
        CopyOut(offset, copy);
        return copy[0];
    }

    /// <summary>Does one atomic operation, which the caller has checked.</summary>
    internal (ulong Old, ulong New, bool Succeeded) Update(long offset, AtomicOperation operation, MappedValueType type, ulong operand, ulong expected = 0) =>
        _atomics.Update(offset, operation, type, operand, expected);

    /// <summary>Waits until the bytes of a range, which the caller has checked, are what is wanted; false if the time is over.</summary>
    internal bool WaitFor(MapRange range, Span<byte> bytes, WaitGoal goal, long timeout, CancellationToken cancellation) =>
        _waiter.Wait(range, bytes, goal, timeout, cancellation);

    /// <summary>Throws unless every byte of a range can be read or written, as far as can be known without doing it.</summary>
    internal void CheckAccessible(MapRange range, bool isWrite) => Mapping.CheckAccessible(range, isWrite);

    /// <summary>Whether a range could be read now, as far as the mapping itself knows.</summary>
    internal bool CanRead(MapRange range)
    {
        try
        {
            CheckAccessible(range, isWrite: false);
            return true;
        }
        catch (MmapException)
        {
            return false;
        }
    }

    /// <summary>Which parts of the map are holes.</summary>
    internal DataLayout FindLayout() => new(Mapping);

    /// <summary>Returns the blocks or pages of a range to the system.</summary>
    internal void Punch(MapRange range) => new HolePuncher(Mapping, _transfer, _faults).Punch(range);

    /// <summary>Frees whole blocks that hold nothing but zeros; false if there is something else by now.</summary>
    internal bool PunchIfZero(MapRange range, byte[] buffer) => new HolePuncher(Mapping, _transfer, _faults).PunchIfZero(range, buffer);

    internal MemoryMapResidency GetResidency(MapRange range, bool isExplicit, ByteProgress? progress = null, CancellationToken cancellation = default) =>
        new ResidencyScan(this).Count(range, isExplicit, progress, cancellation);

    internal IEnumerable<PageRun> GetPageRuns(MapRange range, bool isExplicit, MemoryMapResidency? summary, CancellationToken cancellation = default) =>
        new ResidencyScan(this).Runs(range, isExplicit, summary, cancellation);
}
