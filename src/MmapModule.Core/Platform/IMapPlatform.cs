using System;
using System.Collections.Generic;

namespace MmapModule.Platform;

/// <summary>
/// What the engine needs from an operating system: the pages of maps, files, and the seams in the properties below.
/// Every method throws <see cref="MmapException"/> on failure.
/// </summary>
internal interface IMapPlatform : IFiles
{
    /// <summary>The page size in bytes: what protection, residency and locking count in.</summary>
    int PageSize { get; }

    /// <summary>What addresses and file offsets of mappings are multiples of, in bytes: <see cref="PageSize"/> or a multiple of it.</summary>
    int Granularity { get; }

    /// <summary>How bytes are copied.</summary>
    ICopyLayer Copying { get; }

    /// <summary>What is in memory.</summary>
    IPageCache Cache { get; }

    /// <summary>What other processes map.</summary>
    IProcessInspector Processes { get; }

    /// <summary>Limits and their use.</summary>
    ILimits Limits { get; }

    /// <summary>Memory with a name.</summary>
    ISharedMemory SharedMemory { get; }

    /// <summary>Semaphores that processes share.</summary>
    ISemaphores Semaphores { get; }

    /// <summary>Locks on files.</summary>
    ILocks Locks { get; }

    /// <summary>Message queues.</summary>
    IQueues Queues { get; }

    /// <summary>Sleeping and waking.</summary>
    IWaiting Waiting { get; }

    /// <summary>Noticing what happens to files.</summary>
    IFileWatching FileWatching { get; }

    /// <summary>Throws NotMappable if an empty file could not be mapped even if it were not empty.</summary>
    void CheckMappable(MapBacking backing);

    /// <summary>Maps; returns the address.</summary>
    nint Map(MapRequest request);

    /// <summary>Unmaps all of a mapping; a refusal is an error.</summary>
    void Release(nint address, long length, MapBacking? backing);

    /// <summary>Unmaps part of a mapping; may need one mapping more than there was.</summary>
    void UnmapPart(nint address, long length, MapBacking? backing, long offset, bool isWhole = false);

    /// <summary>Changes the length of a mapping; returns the new address.</summary>
    nint Remap(nint address, long oldLength, long newLength, bool noMove, MapRequest map);

    /// <summary>Changes the length of a mapping, and makes its file shorter while there is no mapping of it.</summary>
    /// <param name="address">Where the mapping is.</param>
    /// <param name="oldLength">Its length.</param>
    /// <param name="newLength">Its length afterwards; 0 for none.</param>
    /// <param name="map">What is mapped.</param>
    /// <param name="cut">Makes the file shorter; what it throws leaves the mapping as it was.</param>
    /// <returns>The new address; 0 if there is no mapping any more.</returns>
    nint RemapAround(nint address, long oldLength, long newLength, MapRequest map, Action cut);

    /// <summary>Writes dirty pages back and waits; invalidate also drops other cached copies.</summary>
    void Sync(nint address, long length, bool invalidate, MapBacking? backing, long offset);

    /// <summary>Changes the protection of whole pages to that of the request.</summary>
    void Protect(nint address, long length, MapRequest wanted, long offset);

    /// <summary>The protection of each part of a range, relative to its address.</summary>
    IReadOnlyList<(MapRange Range, MapProtection Protection)> ReadProtections(nint address, long length);

    /// <summary>Seals whole pages against every change of their mapping.</summary>
    void SealPages(nint address, long length, string? path, long offset);

    /// <summary>Gives advice about whole pages; the fault context words what populating may run into.</summary>
    void Advise(nint address, long length, MapAdvice advice, MapRequest map, FaultContext range);

    /// <summary>The page ranges of a private mapping that are copies of this process, relative to its address.</summary>
    IReadOnlyList<MapRange> PrivatePages(nint address, long length);

    /// <summary>Locks whole pages into memory.</summary>
    void Lock(nint address, long length, bool onFault, MapRequest map, FaultContext range);

    /// <summary>Unlocks whole pages.</summary>
    void Unlock(nint address, long length, string? path, long offset);

    /// <summary>Whether every page of the range is mapped, by whomever.</summary>
    bool IsMapped(nint address, long length);

    /// <summary>Finds out why a copy stopped early.</summary>
    MmapException ExplainFault(FaultContext fault);
}
