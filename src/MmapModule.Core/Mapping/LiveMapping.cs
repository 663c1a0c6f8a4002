using System;
using System.Runtime.CompilerServices;
using System.Threading;
using MmapModule.Access;
using MmapModule.Platform;

namespace MmapModule.Mapping;

/// <summary>
/// A live mapping: its pages, who may use them, and what each of them allows. Every operation on a map is a type of its own that
/// is given this one; it knows none of them.
/// </summary>
internal sealed class LiveMapping
{
    private readonly MapIdentity _identity;
    private long _length;
    private bool _mayFault;

    internal LiveMapping(IMapPlatform platform, MapIdentity identity, MapBacking? backing, MapRequest? request, MapRange range, nint address)
    {
        _identity = identity;
        _length = range.Length;
        Platform = platform;
        Backing = backing;
        FileOffset = range.Offset;
        IsPrivate = identity.IsPrivate;
        Protection = identity.Protection;
        PageOffset = (int)(range.Offset - (request?.FileOffset ?? range.Offset));
        PageSize = (int)Math.Max(platform.PageSize, Math.Max(backing?.PageSize ?? 0, request?.HugePageSize ?? 0));
        Handle = new SafeMapHandle(platform, identity.Id, address, request?.Length ?? 0);
        Copier = request is null ? DirectCopier.Instance : platform.Copying.SelectCopier(request);
        File = new MappedFile(this);
    }

    internal int Id => _identity.Id;

    internal MapKind Kind => _identity.Kind;

    internal string? Name => _identity.Name;

    internal string? Path => _identity.Path;

    /// <summary>What is mapped, if it is a System V segment.</summary>
    internal SharedSegment? Segment => _identity.Segment;

    internal bool IsPrivate { get; }

    /// <summary>Whether another process may map the same memory.</summary>
    internal bool IsShared => !IsPrivate && (Backing is not null || Segment is not null);

    internal MapFlags Flags => _identity.Flags;

    internal IMapPlatform Platform { get; }

    /// <summary>The file that is mapped; null for anonymous memory and segments.</summary>
    internal MapBacking? Backing { get; }

    /// <summary>What is known of the length of what is mapped.</summary>
    internal MappedFile File { get; }

    /// <summary>The owner of the pages.</summary>
    internal SafeMapHandle Handle { get; }

    /// <summary>The parts that are still mapped.</summary>
    internal MappedSegments Segments => Handle.Segments;

    /// <summary>The parts that have another protection than the whole.</summary>
    internal ProtectionOverrides Protections { get; } = new();

    /// <summary>Guard pages, which nobody may touch.</summary>
    internal RangeSet Guards { get; } = new();

    /// <summary>The size of the pages of this mapping, which may be huge ones.</summary>
    internal int PageSize { get; }

    /// <summary>Where in the first page the map begins.</summary>
    internal int PageOffset { get; private set; }

    /// <summary>How bytes are copied; chosen for the kind of memory.</summary>
    internal MemoryCopier Copier { get; private set; }

    /// <summary>Where the map begins in the file.</summary>
    internal long FileOffset { get; }

    /// <summary>What may be done with the pages, but for <see cref="Protections"/>.</summary>
    internal MapProtection Protection { get; private set; }

    /// <summary>The length that the user requested.</summary>
    internal long Length => Volatile.Read(ref _length);

    /// <summary>All of it.</summary>
    internal MapRange Whole => new(0, Length);

    /// <summary>Pages have been sealed: the mapping stays until the process ends.</summary>
    internal bool HasSealedPages { get; set; }

    /// <summary>An access has failed for a reason that nothing explains.</summary>
    internal bool HasFaulted { get; set; }

    internal bool IsClosed => Handle.Gate.IsClosed;

    /// <summary>True if every part allows something, without checking the range: none is protected in another way, guarded or unmapped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Allows(MapProtection needed) => (Protection & needed) != 0 && Protections.IsEmpty && Guards.IsEmpty && !Segments.HasHoles;

    /// <summary>Begins a use: until the result is disposed, the memory stays mapped and the file open.</summary>
    /// <exception cref="MmapException">MapDisposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal GateEntry Enter()
    {
        SafeMapHandle handle = Handle;
        return handle.Gate.TryEnter() ? new GateEntry(handle, isExclusive: false) : throw MapErrors.Disposed(Id);
    }

    /// <summary>Waits until nobody uses the mapping, and keeps others out until the result is disposed.</summary>
    /// <exception cref="MmapException">MapDisposed.</exception>
    internal GateEntry EnterAlone()
    {
        if (!Handle.Gate.TryEnterExclusive())
        {
            throw MapErrors.Disposed(Id);
        }

        return new GateEntry(Handle, isExclusive: true);
    }

    internal void ThrowIfClosed()
    {
        if (IsClosed)
        {
            throw MapErrors.Disposed(Id);
        }
    }

    /// <summary>The address of a byte of the map; valid inside the gate.</summary>
    internal nint AddressOf(long offset) => Handle.Address + (nint)(PageOffset + offset);

    /// <summary>Where a byte of the map is, in memory and in the file; valid inside the gate.</summary>
    internal MappedPlace PlaceOf(long offset) => new(AddressOf(offset), FileOffset + offset);

    /// <summary>The address of pages; valid inside the gate.</summary>
    internal nint AddressOf(MapRange pages) => Handle.Address + (nint)pages.Offset;

    /// <summary>The pages that hold a range of the map, counted from the first mapped byte.</summary>
    internal MapRange Pages(MapRange range) => Inner(range).Outward(PageSize);

    /// <summary>A range of the map, counted from the first mapped byte.</summary>
    internal MapRange Inner(MapRange range) => range.Shift(PageOffset);

    /// <summary>A range of the map, counted from the start of the file.</summary>
    internal MapRange InFile(MapRange range) => range.Shift(FileOffset);

    /// <summary>The caller has checked the range, but the map may have been made shorter since.</summary>
    internal void CheckInside(MapRange range) => MapRange.Check(range.Offset, range.Length, Length);

    /// <summary>Throws unless all pages of a range are mapped.</summary>
    internal void CheckMapped(MapRange range, MapRange pages)
    {
        if (!Segments.Contains(pages))
        {
            throw MapErrors.NotMapped(Path, range);
        }
    }

    /// <summary>Throws unless every byte of a range can be read or written, as far as the mapping itself knows. To be called inside the gate.</summary>
    internal void CheckAccess(MapRange range, long transferred, bool isWrite)
    {
        MapProtection protection = ProtectionOf(range);
        if ((protection & (isWrite ? MapProtection.Write : MapProtection.Read)) == 0)
        {
            throw MapErrors.Protected(Path, range, transferred, protection, isWrite);
        }

        if (!Guards.IsEmpty && Guards.Overlaps(Inner(range)))
        {
            throw MapErrors.Guarded(Path, range, transferred, isWrite);
        }

        if (Segments.HasHoles && !Segments.Contains(Inner(range)))
        {
            throw MapErrors.NotMapped(Path, range, transferred, isWrite);
        }
    }

    /// <summary>The same for callers outside the gate.</summary>
    internal void CheckAccessible(MapRange range, bool isWrite)
    {
        using (Enter())
        {
            CheckInside(range);
            CheckAccess(range, transferred: 0, isWrite);
        }
    }

    /// <summary>What every byte of a range allows.</summary>
    internal MapProtection ProtectionOf(MapRange range) =>
        Protections.IsEmpty ? Protection : Protections.Common(Inner(range), Protection);

    /// <summary>Notes what pages allow from now on. The caller holds the gate exclusively.</summary>
    internal void SetProtection(MapRange pages, MapProtection protection) => Protections.Set(pages, protection, Protection);

    /// <summary>Where all pages have the same protection by now, it is that of the map.</summary>
    internal void JoinProtections()
    {
        if (Protections.Uniform(Handle.MappedLength) is { } uniform)
        {
            Protection = uniform;
            Protections.Clear();
        }
    }

    /// <summary>The arguments of a system call on this mapping, also for its errors.</summary>
    internal MapRequest Request(MapProtection protection) => new()
    {
        Backing = Backing,
        SegmentId = Segment?.Id,
        FileOffset = FileOffset,
        Length = Handle.MappedLength,
        Protection = protection,
        IsPrivate = IsPrivate,
        Flags = Flags,
    };

    /// <summary>The same for the protection of the whole.</summary>
    internal MapRequest Request() => Request(Protection);

    /// <summary>What an error about a range contains if a call fails.</summary>
    internal FaultContext Fault(MapRange range) => new()
    {
        Backing = Backing,
        SegmentId = Segment?.Id,
        FileOffset = FileOffset + range.Offset,
        MapOffset = range.Offset,
        Requested = range.Length,
        IsPrivate = IsPrivate,
        Protection = ProtectionOf(range),
        Flags = Flags,
    };

    /// <summary>Gives the map other pages; the caller holds the gate exclusively.</summary>
    internal void Move(nint address, long mappedLength, int pageOffset)
    {
        Handle.Move(address, mappedLength);
        PageOffset = pageOffset;
    }

    /// <summary>Gives the map another length; the caller holds the gate exclusively.</summary>
    internal void SetLength(long length)
    {
        Volatile.Write(ref _length, length);
        File.Forget();

        // Shared anonymous memory keeps the size it was made with: pages beyond that fault.
        _mayFault |= Backing is null && !IsPrivate;
        SelectCopier();
    }

    /// <summary>From now on even plain memory may fault. The caller holds the gate exclusively.</summary>
    internal void ExpectFaults()
    {
        _mayFault = true;
        Copier = WithoutDirect(Copier);
    }

    /// <summary>A seal may have made sure that the memory cannot fault any more.</summary>
    internal void SelectCopierAfterSealing()
    {
        if (Handle.Gate.TryEnterExclusive())
        {
            try
            {
                SelectCopier();
            }
            finally
            {
                Handle.Gate.ExitExclusive();
            }
        }
    }

    /// <summary>Closes the mapping and its file; false if it had been closed before.</summary>
    internal bool CloseOnce()
    {
        // A closed map keeps showing the last length.
        _ = File.Length;
        if (!Handle.CloseOnce())
        {
            return false;
        }

        Backing?.Dispose();
        return Handle.Refusal is { } refusal && !HasSealedPages ? throw refusal : true;
    }

    /// <summary>The same for those who must not fail; false also if the kernel has refused.</summary>
    internal bool TryClose()
    {
        try
        {
            return CloseOnce();
        }
        catch (MmapException)
        {
            return false;
        }
    }

    /// <summary>Chooses how bytes are copied; the caller holds the gate exclusively.</summary>
    private void SelectCopier()
    {
        if (Handle.IsEmpty)
        {
            Copier = DirectCopier.Instance;
            return;
        }

        MemoryCopier copier = Platform.Copying.SelectCopier(Request());
        Copier = _mayFault ? WithoutDirect(copier) : copier;
        File.ReadKeptLength();
    }

    private MemoryCopier WithoutDirect(MemoryCopier copier) => copier is DirectCopier ? Platform.Copying.FaultProof : copier;
}
