using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Access;

namespace MmapModule.Platform;

/// <summary>What the engine needs of an operating system. Every method throws <see cref="MmapException"/> on failure.</summary>
internal interface IMapPlatform
{
    /// <summary>The page size in bytes.</summary>
    int PageSize { get; }

    /// <summary>What a mapping begins with a multiple of, in the file and in memory; at least a page.</summary>
    int Granularity { get; }

    /// <summary>Opens a file for mapping; <paramref name="create"/> makes it if it is missing, with a mode that the umask still narrows.</summary>
    MapBacking OpenFile(string path, bool writable, bool create, uint mode = MapBacking.NewFileMode);

    /// <summary>Opens or creates a POSIX shared memory object.</summary>
    MapBacking OpenSharedMemory(string name, SharedMemoryMode mode, bool canCreate, bool writable, bool allowForeignOwner);

    /// <summary>Creates a memory file; a huge page size other than 0 takes its pages from that pool.</summary>
    MapBacking CreateMemoryFile(string name, long hugePageSize);

    /// <summary>Copies a part of what can be read from a path into a sealed memory file, in which it has the same offset.</summary>
    MapBacking CreateSnapshot(string path, SnapshotPart part, ByteProgress? progress, CancellationToken cancellation);

    /// <summary>Duplicates the caller's handle, so that closing theirs does no harm.</summary>
    MapBacking OpenHandle(SafeFileHandle handle);

    /// <summary>
    /// Removes a file that <see cref="OpenFile"/> or <see cref="OpenSharedMemory"/> has created, after a failure; says so if it stays
    /// because others have it open by now.
    /// </summary>
    string? RemoveCreated(MapBacking backing);

    /// <summary>The status of an open file.</summary>
    FileStatus Stat(MapBacking backing);

    /// <summary>The status of whatever has this path now; null if nothing has.</summary>
    FileStatus? StatPath(string path);

    /// <summary>The length in bytes; devices included; 0 for a device without length.</summary>
    long GetLength(MapBacking backing);

    /// <summary>Makes a file longer, with its blocks allocated unless sparse.</summary>
    void Grow(MapBacking backing, long size, bool sparse, ByteProgress? progress, CancellationToken cancellation);

    /// <summary>Takes a growth back, unless somebody else has used the new part or made the file longer meanwhile; says what stays.</summary>
    string? UndoGrowth(MapBacking backing, long made, long old);

    /// <summary>Throws if a file cannot have seals at all.</summary>
    void CheckSealable(MapBacking backing, MapSeals seals);

    /// <summary>Adds seals to a memory file.</summary>
    void AddSeals(MapBacking backing, MapSeals seals);

    /// <summary>Throws NotMappable if an empty file could not be mapped even if it were not empty (/proc).</summary>
    void CheckMappable(MapBacking backing);

    /// <summary>Maps; returns the address.</summary>
    nint Map(MapRequest request);

    /// <summary>Unmaps all of a mapping; a refusal is an error.</summary>
    void Release(nint address, long length, MapBacking? backing);

    /// <summary>Unmaps part of a mapping; may need one mapping more than there was.</summary>
    void UnmapPart(nint address, long length, MapBacking? backing, long offset, bool isWhole = false);

    /// <summary>Writes dirty pages back and waits; invalidate also drops other cached copies.</summary>
    void Sync(nint address, long length, bool invalidate, MapBacking? backing, long offset);

    /// <summary>Starts write-back of a file range without waiting.</summary>
    void StartWriteback(MapBacking backing, long fileOffset, long length);

    /// <summary>Writes a file range back and waits for it; the length of the file is not flushed.</summary>
    void WriteBack(MapBacking backing, long fileOffset, long length);

    /// <summary>Writes bytes into a file; an error tells how many.</summary>
    void WriteFile(MapBacking file, long offset, System.ReadOnlySpan<byte> bytes);

    /// <summary>Throws if this process may not make a file as large as that.</summary>
    void CheckFileSize(MapBacking file, long size);

    /// <summary>Opens a file once more, to look for its holes without moving the position of a shared descriptor; null if that cannot be done.</summary>
    SafeFileHandle? OpenForSeeking(MapBacking file);

    /// <summary>The data or the hole that a range of a file begins with. What lies behind the end of the file counts as data.</summary>
    DataRun FirstRun(SafeFileHandle file, MapRange range);

    /// <summary>Frees the blocks of a range, which reads as zeros from then on; the file keeps its length.</summary>
    void PunchHole(MapBacking file, MapRange range);

    /// <summary>Lets the kernel copy between files; returns how many bytes it did, which is 0 where it cannot.</summary>
    long CopyRange(MapBacking source, MapRange range, MapBacking destination, long offset);

    /// <summary>Makes a file shorter; what is cut off is lost.</summary>
    void Shrink(MapBacking backing, long size);

    /// <summary>Changes the length of a mapping; returns the new address.</summary>
    nint Remap(nint address, long oldLength, long newLength, bool noMove, MapRequest map);

    /// <summary>Changes the protection of whole pages to that of the request.</summary>
    void Protect(nint address, long length, MapRequest wanted, long offset);

    /// <summary>The protection of each part of a range, relative to its address.</summary>
    System.Collections.Generic.IReadOnlyList<(MapRange Range, MapProtection Protection)> ReadProtections(nint address, long length);

    /// <summary>Seals whole pages against every change of their mapping.</summary>
    void SealPages(nint address, long length, string? path, long offset);

    /// <summary>How many bytes of a file the kernel reads ahead for one call.</summary>
    long ReadAheadWindow(MapBacking file);

    /// <summary>Gives advice about whole pages; the fault context words what populating may run into.</summary>
    void Advise(nint address, long length, MapAdvice advice, MapRequest map, FaultContext range);

    /// <summary>The page ranges of a private mapping that are copies of this process, relative to its address.</summary>
    System.Collections.Generic.IReadOnlyList<MapRange> PrivatePages(nint address, long length);

    /// <summary>Locks whole pages into memory.</summary>
    void Lock(nint address, long length, bool onFault, MapRequest map, FaultContext range);

    /// <summary>Unlocks whole pages.</summary>
    void Unlock(nint address, long length, string? path, long offset);

    /// <summary>Whether every page of the range is mapped, by whomever.</summary>
    bool IsMapped(nint address, long length);

    /// <summary>Flushes data, length and, for a new file, the directory entry to the device.</summary>
    void FlushFile(MapBacking backing);

    /// <summary>The way to copy the bytes of a mapping.</summary>
    MemoryCopier SelectCopier(MapRequest request, nint address);

    /// <summary>The length that a file is sure to keep, since it is sealed against becoming shorter; 0 if it may become shorter.</summary>
    long KeptLength(MapBacking backing);

    /// <summary>Finds out why a copy stopped short.</summary>
    MmapException ExplainFault(FaultContext fault);
}
