using System;
using System.Threading;
using MmapModule.Platform;

namespace MmapModule.Mapping;

/// <summary>From what the user requested to a live mapping: works out the one mmap call to make, and undoes everything if it fails.</summary>
internal sealed class MapBuilder
{
    private const System.IO.UnixFileMode AllPermissions = (System.IO.UnixFileMode)0x1FF;
    private const MapFlags AllFlags = (MapFlags)(((int)MapFlags.Droppable << 1) - 1);

    private readonly IMapPlatform _platform;
    private readonly MapBacking? _backing;
    private readonly MemoryMapOptions _options;
    private readonly MapIdentity _identity;
    private readonly FileUndo? _undo;

    private MapBuilder(IMapPlatform platform, MapBacking? backing, MemoryMapOptions options, MapIdentity identity)
    {
        _platform = platform;
        _backing = backing;
        _options = options;
        _identity = identity;
        _undo = backing is null ? null : new FileUndo(platform, backing);
    }

    /// <summary>Maps.</summary>
    /// <param name="kind">What is mapped.</param>
    /// <param name="name">The name of the map.</param>
    /// <param name="backing">The open file, which belongs to the mapping from now on; null for anonymous memory.</param>
    /// <param name="options">What the user requested, checked by <see cref="Check"/>.</param>
    /// <param name="byDefault">The protection if the user gave none.</param>
    /// <param name="cancellation">Stops the allocation of a big file.</param>
    /// <param name="segment">The System V segment to map, instead of a file.</param>
    /// <returns>The mapping. If anything fails, the file is what it was before, or the error says what has changed.</returns>
    internal static LiveMapping Build(MapKind kind, string? name, MapBacking? backing, MemoryMapOptions options, MapProtection byDefault, CancellationToken cancellation, SharedSegment? segment = null)
    {
        MapIdentity identity = new()
        {
            Kind = kind,
            Name = name,
            Path = backing?.Path,
            Segment = segment,
            Protection = options.Protection ?? byDefault,
            IsPrivate = options.IsPrivate,
            Flags = options.Flags | (options.HugePageSize is null ? MapFlags.File : MapFlags.HugeTlb),
        };
        MapBuilder builder = new(MapPlatform.Current, backing, options, identity);

        // The mapping may be closed again on the way, and the file is needed to undo what was done to it.
        using HeldFile held = new(backing?.File);
        try
        {
            return builder.Build(cancellation);
        }
        catch (Exception error) when (backing is not null)
        {
            string? left = builder._undo!.Everything();
            backing.Dispose();
            if (error is MmapException known && left is not null)
            {
                throw UndoErrors.With(known, left);
            }

            throw;
        }
    }

    /// <summary>The size of the huge pages requested in bytes; 0 for ordinary pages.</summary>
    internal static long HugePageSize(MemoryMapOptions options)
    {
        if (options.HugePageSize is null)
        {
            return options.Flags.HasFlag(MapFlags.HugeTlb) ? MapPlatform.Current.Limits.DefaultHugePageSize : 0;
        }

        long size = options.HugePageSize.Value;
        return size > 0 && (size & (size - 1)) == 0
            ? size
            : throw MappingErrors.BadHugePageSize();
    }

    /// <summary>Checks what can be checked before anything is opened or created.</summary>
    /// <param name="options">What the user requested.</param>
    /// <param name="canCreate">Whether shared memory may be created, which has permissions.</param>
    internal static void Check(MemoryMapOptions? options, bool canCreate = false)
    {
        if (options?.Permission is { } permission)
        {
            _ = !canCreate || options.Size is null ? throw MappingErrors.PermissionOfNothing()
                : (permission & ~AllPermissions) != 0 ? throw MappingErrors.UndefinedPermission(permission)
                : permission;
        }

        if (options?.Size < 0)
        {
            throw RangeErrors.Negative("size", options.Size.Value);
        }

        if ((options?.Protection & ~MapProtection.ReadWriteExecute) is not (null or 0) || (options?.Flags & ~AllFlags) is not (null or 0))
        {
            throw MappingErrors.UndefinedBit(options!.Protection, options.Flags);
        }

        if (options is { Sparse: true, Size: null })
        {
            throw MappingErrors.SparseWithoutSize();
        }
    }

    private LiveMapping Build(CancellationToken cancellation)
    {
        bool hasSeals = _options.Seals != MapSeals.None;
        if (hasSeals)
        {
            _platform.CheckSealable(_backing!, _options.Seals);
        }

        MapRange range = PrepareRange(cancellation);
        MapRequest? request = CreateRequest(range);

        // The kernel takes every shared map of a writable descriptor for a writable one, unless the seal comes first.
        bool isSealedFirst = _identity.IsPrivate || !_identity.Protection.HasFlag(MapProtection.Write);
        if (hasSeals && isSealedFirst)
        {
            _platform.AddSeals(_backing!, _options.Seals);
        }

        nint address = request is null ? 0 : Map(request);
        LiveMapping mapping = new(_platform, _identity, _backing, request, range, address);
        if (hasSeals && !isSealedFirst)
        {
            AddSealsOrClose(mapping);
        }

        return mapping;
    }

    private void AddSealsOrClose(LiveMapping mapping)
    {
        try
        {
            _platform.AddSeals(_backing!, _options.Seals);
        }
        catch
        {
            _ = mapping.TryClose();
            throw;
        }

        mapping.SelectCopierAfterSealing();
    }

    /// <summary>Grows the file if that was asked for, and finds the range to map.</summary>
    private MapRange PrepareRange(CancellationToken cancellation)
    {
        if (_backing is null)
        {
            long size = _identity.Segment?.Size ?? _options.Size!.Value;
            return MapRange.Resolve(_options.Offset, _options.Length, _options.FromEnd, size, size);
        }

        if (_backing.Type == BackingType.CharacterDevice)
        {
            return DeviceRange();
        }

        long oldLength = _platform.GetLength(_backing);
        long newLength = Math.Max(oldLength, _options.Size ?? 0);
        MapRange range = RangeInFile(newLength);
        if (newLength > oldLength)
        {
            _undo!.Grow(MapRange.AlignUp(newLength, Unit()), _options.Sparse ? Allocation.None : Allocation.Required, _options.Progress, cancellation);
        }

        return range;
    }

    /// <summary>The request to the kernel; null for an empty map, which needs none.</summary>
    private MapRequest? CreateRequest(MapRange range)
    {
        if (range.Length == 0)
        {
            if (_backing is not null)
            {
                _platform.CheckMappable(_backing);
            }

            return null;
        }

        long unit = Math.Max(Unit(), _platform.Granularity);
        MapRange pages = range.Outward(unit, Math.Max(Unit(), _platform.PageSize));
        ulong address = _options.Address ?? 0;
        bool isBound = (_identity.Flags & (MapFlags.Fixed | MapFlags.FixedNoReplace)) != 0;
        if (isBound && (_options.Address is null || address % (ulong)unit != 0))
        {
            throw MappingErrors.FixedAddress(unit);
        }

        return new MapRequest
        {
            Backing = _backing,
            SegmentId = _identity.Segment?.Id,
            FileOffset = _backing is null ? 0 : pages.Offset,
            Length = pages.Length,
            Protection = _identity.Protection,
            IsPrivate = _identity.IsPrivate,
            Flags = _identity.Flags,
            HugePageSize = HugePageSize(_options),
            Address = address,
        };
    }

    /// <summary>Maps; with Fixed also over memory that another map of this module has reserved.</summary>
    private nint Map(MapRequest request)
    {
        LiveMapping? reserved = request.Flags.HasFlag(MapFlags.Fixed) ? MapRegistry.FindOwner(request.Address, request.Length) : null;
        return reserved is null ? _platform.Map(request) : new PageChanges(reserved).Replace(request);
    }

    /// <summary>The size of the huge pages that are to be mapped, or of which the file is made; 1 for ordinary ones.</summary>
    private long Unit() => Math.Max(_backing?.PageSize ?? 0, Math.Max(HugePageSize(_options), 1));

    private MapRange RangeInFile(long length)
    {
        try
        {
            return MapRange.Resolve(_options.Offset, _options.Length, _options.FromEnd, length, length);
        }
        catch (MmapException error) when (error.Kind == MmapErrorKind.RegionOutOfRange)
        {
            throw RangeErrors.EndsBeyondFile(_backing!.Path, _options.Offset, _options.Length, _options.FromEnd, length);
        }
    }

    /// <summary>A character device has no length: the user says what to map.</summary>
    private MapRange DeviceRange()
    {
        if (_options.Length is null || _options.FromEnd)
        {
            _platform.CheckMappable(_backing!);
            throw MappingErrors.NoLength(_backing!.Path);
        }

        return MapRange.Resolve(_options.Offset, _options.Length, fromEnd: false, long.MaxValue, long.MaxValue);
    }
}
