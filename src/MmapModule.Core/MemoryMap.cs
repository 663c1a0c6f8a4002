using System;
using System.Globalization;
using MmapModule.Access;
using MmapModule.Atomics;
using MmapModule.Mapping;
using MmapModule.Platform;
using MmapModule.Waiting;
using MmapModule.Writeback;

namespace MmapModule;

/// <summary>A live memory mapping (mmap(2)): it owns an address range and a descriptor of what is mapped there.</summary>
/// <remarks>This is the public face: what the operations share is in LiveMapping, and each of them is a type of its own.</remarks>
public sealed partial class MemoryMap : MappedMemory, IDisposable
{
    private readonly AccessFaults _faults;
    private readonly NumberAccess _numbers;
    private readonly Transfer _transfer;
    private readonly Waiter _waiter;
    private readonly AtomicUpdater _atomics;
    private readonly Syncer _syncer;

    private MemoryMap(LiveMapping mapping)
    {
        Mapping = mapping;
        Wakes wakes = new(mapping);
        _faults = new AccessFaults(mapping);
        _numbers = new NumberAccess(mapping);
        _transfer = new Transfer(mapping, _numbers, _faults, wakes);
        _waiter = new Waiter(mapping, _transfer, wakes);
        _atomics = new AtomicUpdater(mapping, _faults, wakes);
        _syncer = new Syncer(mapping);
        MapRegistry.Add(this);
    }

    /// <summary>A number that identifies the map in this process and is never used again.</summary>
    public int Id => Mapping.Id;

    /// <summary>The name of the shared memory object, or the last part of the path; for a System V segment what the kernel calls it; null for anonymous memory.</summary>
    public string? Name => Mapping.Name;

    /// <summary>The key of a System V segment, 0 for one without; null for everything else.</summary>
    public int? Key => Mapping.Segment?.Key;

    /// <summary>The id of a System V segment; null for everything else.</summary>
    public int? SegmentId => Mapping.Segment?.Id;

    /// <summary>The path of what is mapped; for a memory file one that other processes of the same user can open.</summary>
    public string? Path => Mapping.Path;

    /// <summary>What is mapped.</summary>
    public MapKind Kind => Mapping.Kind;

    /// <inheritdoc/>
    public override ulong Address => Mapping.Handle.Address == 0 ? 0 : (ulong)Mapping.AddressOf(0);

    /// <inheritdoc/>
    public override long Length => Mapping.Length;

    /// <summary>Where the map starts in the file, in bytes.</summary>
    public long FileOffset => Mapping.FileOffset;

    /// <summary>How long the file is now, in bytes; null if there is no file with a length behind the map.</summary>
    public long? FileLength => Mapping.File.Length;

    /// <summary>What may be done with the pages; parts of the map may have been given another protection since.</summary>
    public MapProtection Protection => Mapping.Protection;

    /// <summary>True for a copy-on-write map, whose changes never reach the file.</summary>
    public bool IsPrivate => Mapping.IsPrivate;

    /// <summary>The MAP_ flags it was created with.</summary>
    public MapFlags Flags => Mapping.Flags;

    /// <summary>True once pages have been sealed with mseal(2): the map then stays until the process ends.</summary>
    public bool HasSealedPages => Mapping.HasSealedPages;

    /// <summary>The health of the map at this moment.</summary>
    public MapState State => HealthCheck.State(Mapping, SyncError);

    /// <summary>
    /// The write-back failure that the kernel has reported for this map; null if there was none. The kernel reports one
    /// only once, so it is remembered here until <see cref="ClearSyncError"/>.
    /// </summary>
    public MmapException? SyncError => _syncer.Error;

    /// <summary>When the map was created, in local time.</summary>
    public DateTime Created { get; } = DateTime.Now;

    internal override MemoryMap Owner => this;

    internal override long Start => 0;

    /// <summary>Set if the map lives only as long as a command works with it: what is found in it must not keep it.</summary>
    internal MapSource? Source { get; set; }

    /// <summary>What the operations on this map share.</summary>
    internal LiveMapping Mapping { get; }

    internal MapBacking? Backing => Mapping.Backing;

    /// <summary>True once the map has been removed.</summary>
    internal bool IsClosed => Mapping.IsClosed;

    /// <summary>Removes the map; waits until accesses of other threads are done. Not an error if it is removed already.</summary>
    /// <remarks>Changes of a shared map are safe in the page cache, but not yet on the disk: see Flush().</remarks>
    public void Dispose() => _ = Mapping.TryClose(); // Remove-MemoryMap reports that the kernel has refused.

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Source is null ? "Map " + Id + ": " : string.Empty)}{Shown.Name(Path ?? Name ?? Kind.ToString())} [{ByteCount.Text(Length)}]");

    /// <summary>Removes the map; false if it had been removed before.</summary>
    internal bool CloseOnce() => Mapping.CloseOnce();

    internal void ThrowIfClosed() => Mapping.ThrowIfClosed();
}
