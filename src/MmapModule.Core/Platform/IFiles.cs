using System;
using System.Collections.Generic;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Platform;

/// <summary>Files that can be mapped: opening them, their length, their holes, writing and replacing them.</summary>
internal interface IFiles
{
    /// <summary>How paths are compared: whether capital letters make a difference.</summary>
    StringComparison PathComparison { get; }

    /// <summary>Opens a file for mapping.</summary>
    /// <param name="path">A full path.</param>
    /// <param name="writable">For writing too.</param>
    /// <param name="create">Makes it if it is missing.</param>
    /// <param name="mode">The permissions of a new file, less what the system takes away; without meaning where files have no mode.</param>
    MapBacking OpenFile(string path, bool writable, bool create, uint mode = MapBacking.NewFileMode);

    /// <summary>Reads a regular file as a whole, if it has bytes and these fit; for searches of many files. No error is reported: whoever opens the file again will see it.</summary>
    /// <param name="file">A full path; one that may be anything is looked at before it is opened.</param>
    /// <param name="bytes">Filled with the file.</param>
    /// <param name="length">How many bytes it had.</param>
    /// <param name="identity">Which file it is.</param>
    /// <returns>False if it has to be mapped, or cannot be read.</returns>
    bool TryReadSmall(FoundFile file, Span<byte> bytes, out int length, out FileIdentity identity);

    /// <summary>Duplicates the caller's handle of whatever kind, so that closing theirs does no harm.</summary>
    MapBacking OpenHandle(System.Runtime.InteropServices.SafeHandle handle);

    /// <summary>A path by which this process can open once more what a handle stands for, while the handle is open.</summary>
    string PathOf(System.Runtime.InteropServices.SafeHandle handle);

    /// <summary>Creates a memory file; a huge page size other than 0 takes its pages from that pool.</summary>
    MapBacking CreateMemoryFile(string name, long hugePageSize);

    /// <summary>Copies a part of what can be read from a path into memory that nobody can change, in which it has the same offset.</summary>
    MapBacking CreateSnapshot(string path, SnapshotPart part, ByteProgress? progress, CancellationToken cancellation);

    /// <summary>Copies a range of the memory of a process, this one or another, into memory that nobody can change; it begins at 0 there.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="address">Where the range starts in its memory.</param>
    /// <param name="length">How many bytes.</param>
    /// <param name="progress">Told how far it has come.</param>
    /// <param name="cancellation">Ends it.</param>
    MapBacking CreateProcessSnapshot(int processId, ulong address, long length, ByteProgress? progress, CancellationToken cancellation);

    /// <summary>
    /// Removes a file that <see cref="OpenFile"/> or <see cref="ISharedMemory.Open"/> has created, after a failure; says so if it
    /// stays because others have it open by now.
    /// </summary>
    string? RemoveCreated(MapBacking backing);

    /// <summary>Begins to write a file as a whole: a new one is filled beside it and takes its place at the end.</summary>
    /// <param name="path">The file to replace, or to create.</param>
    /// <param name="mode">The permissions of a new file. One that exists keeps its own.</param>
    /// <param name="isMapped">Whether this process maps a file: what is mapped must not be replaced.</param>
    /// <returns>Null if the file has to be written where it is.</returns>
    IFileReplacement? TryReplace(string path, uint mode, Func<FileIdentity, bool> isMapped);

    /// <summary>The status of an open file.</summary>
    FileStatus Stat(MapBacking backing);

    /// <summary>The status of whatever has this path now; null if nothing has, or if it cannot be told.</summary>
    FileStatus? StatPath(string path);

    /// <summary>The same, with the reason if it cannot be told.</summary>
    FileStatus Look(string path, bool followLinks);

    /// <summary>What is in a folder, in no order.</summary>
    /// <param name="folder">Its path.</param>
    /// <param name="entries">Takes them; those before an error too.</param>
    /// <param name="cancellation">Ends the reading.</param>
    void List(string folder, ICollection<FolderEntry> entries, CancellationToken cancellation);

    /// <summary>The length in bytes; devices included; 0 for a device without length.</summary>
    long GetLength(MapBacking backing);

    /// <summary>The length that a file is sure to keep, since it is sealed against becoming shorter; 0 if it may become shorter.</summary>
    long KeptLength(MapBacking backing);

    /// <summary>Makes a file longer.</summary>
    void Grow(MapBacking backing, long size, Allocation allocation, ByteProgress? progress, CancellationToken cancellation);

    /// <summary>Undoes a growth, unless somebody else has used the new part or made the file longer meanwhile; says what stays.</summary>
    string? UndoGrowth(MapBacking backing, long made, long old);

    /// <summary>Makes a file shorter; what is cut off is lost.</summary>
    void Shrink(MapBacking backing, long size);

    /// <summary>Whether a file that is mapped can be made shorter. Where it cannot, see <see cref="IMapPlatform.RemapAround"/>.</summary>
    bool CutsMappedFiles { get; }

    /// <summary>Throws if this process may not make a file as large as that.</summary>
    void CheckFileSize(MapBacking file, long size);

    /// <summary>Throws if a file cannot have seals at all.</summary>
    void CheckSealable(MapBacking backing, MapSeals seals);

    /// <summary>Adds seals to a memory file.</summary>
    void AddSeals(MapBacking backing, MapSeals seals);

    /// <summary>Writes bytes into a file; an error tells how many.</summary>
    void WriteFile(MapBacking file, long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Starts write-back of a file range without waiting.</summary>
    void StartWriteback(MapBacking backing, long fileOffset, long length);

    /// <summary>Writes a file range back and waits for it; the length of the file is not flushed.</summary>
    void WriteBack(MapBacking backing, long fileOffset, long length);

    /// <summary>Flushes data, length and, for a new file, the directory entry to the device.</summary>
    void FlushFile(MapBacking backing);

    /// <summary>The name of the system call behind a step, for errors that it does not report itself; null if there is none.</summary>
    string? CallOf(FileStep step);

    /// <summary>How many bytes of a file the system reads ahead for one call.</summary>
    long ReadAheadWindow(MapBacking file);

    /// <summary>Opens a file once more, to look for its holes without moving the position of a shared handle; null if that cannot be done.</summary>
    SafeFileHandle? OpenForSeeking(MapBacking file);

    /// <summary>The data or the hole that a range of a file begins with. What lies past the end of the file counts as data.</summary>
    DataRun FirstRun(SafeFileHandle file, MapRange range);

    /// <summary>Where the first bytes of a range are on the device, as far as the system tells at once; null if the file system does not know.</summary>
    /// <param name="file">The file.</param>
    /// <param name="range">The range, which may reach past the end of the file.</param>
    /// <param name="sync">Write changes to the device first.</param>
    ExtentBatch? ReadExtents(MapBacking file, MapRange range, bool sync);

    /// <summary>Frees the blocks of a range, which reads as zeros from then on; the file keeps its length.</summary>
    void PunchHole(MapBacking file, MapRange range);

    /// <summary>Acts while nobody else has a file open or mapped; who wants to open it meanwhile waits.</summary>
    /// <returns>False, and nothing done, if somebody has, or if the system does not tell.</returns>
    bool TryActAlone(MapBacking file, Action act);

    /// <summary>Lets the system copy between files; returns how many bytes it did, which is 0 where it cannot.</summary>
    long CopyRange(MapBacking source, MapRange range, MapBacking destination, long offset);
}
