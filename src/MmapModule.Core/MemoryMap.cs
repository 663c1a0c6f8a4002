using System;
using System.Globalization;
using System.Threading;
using MmapModule.Access;
using MmapModule.Mapping;
using MmapModule.Platform;

namespace MmapModule;

/// <summary>A live memory mapping (mmap(2)): it owns an address range and a descriptor of what is mapped there.</summary>
public sealed partial class MemoryMap : MappedMemory, IDisposable
{
    private readonly IMapPlatform _platform;
    private readonly MapBacking? _backing;
    private readonly SafeMapHandle _handle;
    private readonly ProtectionOverrides _protections = new();
    private readonly ProtectionOverrides _guards = new();
    private readonly int _pageSize;
    private int _pageOffset;
    private MemoryCopier _copier;
    private long _length;
    private long _keptLength;
    private long? _lastFileLength;
    private bool _faulted;
    private bool _mayFault;

    private MemoryMap(IMapPlatform platform, MapIdentity identity, MapBacking? backing, MapRequest? request, MapRange range, nint address)
    {
        _platform = platform;
        _backing = backing;
        Id = identity.Id;
        Kind = identity.Kind;
        Name = identity.Name;
        Path = identity.Path;
        _length = range.Length;
        FileOffset = range.Offset;
        Protection = identity.Protection;
        IsPrivate = identity.IsPrivate;
        Flags = identity.Flags;
        Created = DateTime.Now;
        _pageOffset = (int)(range.Offset - (request?.FileOffset ?? range.Offset));
        _pageSize = (int)Math.Max(platform.PageSize, Math.Max(backing?.PageSize ?? 0, request?.HugePageSize ?? 0));
        _handle = new SafeMapHandle(platform, Id, address, request?.Length ?? 0);
        _copier = request is null ? DirectCopier.Instance : platform.SelectCopier(request, address);
        _keptLength = backing is null ? 0 : platform.KeptLength(backing);
        MapRegistry.Add(this);
    }

    /// <summary>A number that identifies the map in this process and is never used again.</summary>
    public int Id { get; }

    /// <summary>The name of the shared memory object, or the last part of the path; null for anonymous memory.</summary>
    public string? Name { get; }

    /// <summary>The path of what is mapped; for a memory file one that other processes of the same user can open.</summary>
    public string? Path { get; }

    /// <summary>What is mapped.</summary>
    public MapKind Kind { get; }

    /// <inheritdoc/>
    public override ulong Address => _handle.Address == 0 ? 0 : (ulong)_handle.Address + (ulong)_pageOffset;

    /// <inheritdoc/>
    public override long Length => Volatile.Read(ref _length);

    /// <summary>Where the map starts in the file, in bytes.</summary>
    public long FileOffset { get; }

    /// <summary>How long the file is now, in bytes; null if there is no file with a length behind the map.</summary>
    public long? FileLength => ReadFileLength();

    /// <summary>What may be done with the pages; parts of the map may have been given another protection since.</summary>
    public MapProtection Protection { get; private set; }

    /// <summary>True for a copy-on-write map, whose changes never reach the file.</summary>
    public bool IsPrivate { get; }

    /// <summary>The MAP_ flags it was created with.</summary>
    public MapFlags Flags { get; }

    /// <summary>The health of the map at this moment.</summary>
    public MapState State =>
        _handle.Gate.IsClosed ? MapState.Closed
        : IsTruncated ? MapState.Truncated
        : _faulted || SyncError is not null ? MapState.Faulted
        : MapState.Open;

    /// <summary>When the map was created, in local time.</summary>
    public DateTime Created { get; }

    internal override MemoryMap Owner => this;

    internal override long Start => 0;

    internal MapBacking? Backing => _backing;

    /// <summary>Removes the map; waits until accesses of other threads are done. Not an error if it is removed already.</summary>
    /// <remarks>Changes of a shared map are safe in the page cache, but not yet on the disk: see Flush().</remarks>
    public void Dispose()
    {
        try
        {
            _ = CloseOnce();
        }
        catch (MmapException)
        {
            // Dispose must not throw; Remove-MemoryMap reports that the kernel has refused.
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"Map {Id}: {Shown.Name(Path ?? Name ?? Kind.ToString())} [{ByteCount.Text(Length)}]");

    /// <summary>Removes the map; false if it had been removed before.</summary>
    internal bool CloseOnce()
    {
        _ = ReadFileLength();
        if (!_handle.CloseOnce())
        {
            return false;
        }

        _backing?.Dispose();
        return _handle.Refusal is { } refusal && !HasSealedPages ? throw refusal : true;
    }

    /// <summary>True once the map has been removed.</summary>
    internal bool IsClosed => _handle.Gate.IsClosed;

    internal void ThrowIfClosed()
    {
        if (IsClosed)
        {
            throw MapErrors.Disposed(Id);
        }
    }

    /// <summary>Begins an access: until <see cref="ExitGate"/> the memory stays mapped and the file open.</summary>
    private void EnterGate()
    {
        if (!_handle.Gate.TryEnter())
        {
            throw MapErrors.Disposed(Id);
        }
    }

    /// <summary>Ends an access. Using the handle here also keeps it from being finalized during the access.</summary>
    private void ExitGate() => _handle.Gate.Exit();

    /// <summary>The file no longer reaches to the end of the map.</summary>
    private bool IsTruncated => Length > 0 && _backing?.Type == BackingType.RegularFile && FileLength < FileOffset + Length;

    /// <summary>A closed map goes on showing the last length that was seen.</summary>
    private long? ReadFileLength()
    {
        if (_backing is null || _backing.Type == BackingType.CharacterDevice || !_handle.Gate.TryEnter())
        {
            return _lastFileLength;
        }

        try
        {
            return _lastFileLength = _platform.GetLength(_backing);
        }
        catch (MmapException)
        {
            // A network file that is gone: the property must not throw.
            return _lastFileLength;
        }
        finally
        {
            ExitGate();
        }
    }
}
