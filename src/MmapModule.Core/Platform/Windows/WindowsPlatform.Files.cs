using System;
using System.Collections.Generic;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Platform.Windows;

/// <content>Files that can be mapped.</content>
internal sealed partial class WindowsPlatform
{
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
}
