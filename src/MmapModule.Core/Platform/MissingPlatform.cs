using System;
using System.Collections.Generic;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Platform;

/// <summary>
/// The platform of a system that the module does not know: it can be asked for everything, and everything is PlatformNotSupported.
/// A platform that lacks one of the seams takes this object for it.
/// </summary>
internal sealed partial class MissingPlatform : IMapPlatform
{
    internal static MissingPlatform Instance { get; } = new();

    public int PageSize => Environment.SystemPageSize;

    public int Granularity => Environment.SystemPageSize;

    public StringComparison PathComparison => StringComparison.Ordinal;

    public ICopyLayer Copying => this;

    public IPageCache Cache => this;

    public IProcessInspector Processes => this;

    public ILimits Limits => this;

    public ISharedMemory SharedMemory => this;

    public ISemaphores Semaphores => this;

    public ILocks Locks => this;

    public IQueues Queues => this;

    public IWaiting Waiting => this;

    public IFileWatching FileWatching => this;

    public void CheckMappable(MapBacking backing) => throw Missing();

    public nint Map(MapRequest request) => throw Missing();

    public void Release(nint address, long length, MapBacking? backing) => throw Missing();

    public void UnmapPart(nint address, long length, MapBacking? backing, long offset, bool isWhole = false) => throw Missing();

    public nint Remap(nint address, long oldLength, long newLength, bool noMove, MapRequest map) => throw Missing();

    public nint RemapAround(nint address, long oldLength, long newLength, MapRequest map, Action cut) => throw Missing();

    public void Sync(nint address, long length, bool invalidate, MapBacking? backing, long offset) => throw Missing();

    public void Protect(nint address, long length, MapRequest wanted, long offset) => throw Missing();

    public IReadOnlyList<(MapRange Range, MapProtection Protection)> ReadProtections(nint address, long length) => throw Missing();

    public void SealPages(nint address, long length, string? path, long offset) => throw Missing();

    public void Advise(nint address, long length, MapAdvice advice, MapRequest map, FaultContext range) => throw Missing();

    public IReadOnlyList<MapRange> PrivatePages(nint address, long length) => throw Missing();

    public void Lock(nint address, long length, bool onFault, MapRequest map, FaultContext range) => throw Missing();

    public void Unlock(nint address, long length, string? path, long offset) => throw Missing();

    public bool IsMapped(nint address, long length) => throw Missing();

    public MmapException ExplainFault(FaultContext fault) => Missing();

    public MapBacking OpenFile(string path, bool writable, bool create, uint mode = MapBacking.NewFileMode) => throw Missing();

    public MapBacking OpenHandle(System.Runtime.InteropServices.SafeHandle handle) => throw Missing();

    public string PathOf(System.Runtime.InteropServices.SafeHandle handle) => throw Missing();

    public MapBacking CreateMemoryFile(string name, long hugePageSize) => throw Missing();

    public MapBacking CreateSnapshot(string path, SnapshotPart part, ByteProgress? progress, CancellationToken cancellation) => throw Missing();

    public MapBacking CreateProcessSnapshot(int processId, ulong address, long length, ByteProgress? progress, CancellationToken cancellation) => throw Missing();

    public string? RemoveCreated(MapBacking backing) => throw Missing();

    public IFileReplacement? TryReplace(string path, uint mode, Func<FileIdentity, bool> isMapped) => throw Missing();

    public FileStatus Stat(MapBacking backing) => throw Missing();

    public FileStatus? StatPath(string path) => throw Missing();

    public bool TryReadSmall(FoundFile file, Span<byte> bytes, out int length, out FileIdentity identity) => throw Missing();

    /// <inheritdoc/>
    public void List(string folder, ICollection<FolderEntry> entries, CancellationToken cancellation) => throw Missing();

    public FileStatus Look(string path, bool followLinks) => throw Missing();

    public long GetLength(MapBacking backing) => throw Missing();

    public long KeptLength(MapBacking backing) => throw Missing();

    public void Grow(MapBacking backing, long size, Allocation allocation, ByteProgress? progress, CancellationToken cancellation) => throw Missing();

    public string? UndoGrowth(MapBacking backing, long made, long old) => throw Missing();

    public void Shrink(MapBacking backing, long size) => throw Missing();

    public bool CutsMappedFiles => throw Missing();

    public void CheckFileSize(MapBacking file, long size) => throw Missing();

    public void CheckSealable(MapBacking backing, MapSeals seals) => throw Missing();

    public void AddSeals(MapBacking backing, MapSeals seals) => throw Missing();

    public void WriteFile(MapBacking file, long offset, ReadOnlySpan<byte> bytes) => throw Missing();

    public void StartWriteback(MapBacking backing, long fileOffset, long length) => throw Missing();

    public void WriteBack(MapBacking backing, long fileOffset, long length) => throw Missing();

    public void FlushFile(MapBacking backing) => throw Missing();

    public long ReadAheadWindow(MapBacking file) => throw Missing();

    public SafeFileHandle? OpenForSeeking(MapBacking file) => throw Missing();

    public DataRun FirstRun(SafeFileHandle file, MapRange range) => throw Missing();

    public string? CallOf(FileStep step) => throw Missing();

    public bool TryActAlone(MapBacking file, Action act) => throw Missing();

    public ExtentBatch? ReadExtents(MapBacking file, MapRange range, bool sync) => throw Missing();

    public void PunchHole(MapBacking file, MapRange range) => throw Missing();

    public long CopyRange(MapBacking source, MapRange range, MapBacking destination, long offset) => throw Missing();

    private static MmapException Missing() => MapPlatform.NotSupported("Memory mapping");
}
