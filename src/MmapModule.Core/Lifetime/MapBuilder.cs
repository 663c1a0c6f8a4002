using System;
using System.Threading;
using MmapModule.Platform;

namespace MmapModule.Lifetime;

/// <summary>Works out, from what the user asked for, the one mmap call to make.</summary>
internal sealed class MapBuilder
{
    private const MapFlags AllFlags = (MapFlags)(((int)MapFlags.Droppable << 1) - 1);

    private readonly IMapPlatform _platform;
    private readonly MapBacking? _backing;
    private readonly MemoryMapOptions _options;
    private readonly MapIdentity _identity;
    private long _grownFrom;
    private long _grownTo;

    internal MapBuilder(IMapPlatform platform, MapBacking? backing, MemoryMapOptions options, MapIdentity identity)
    {
        _platform = platform;
        _backing = backing;
        _options = options;
        _identity = identity;
    }

    /// <summary>The size of the huge pages asked for in bytes; 0 for ordinary pages.</summary>
    internal static long HugePageSize(MemoryMapOptions options)
    {
        if (options.HugePageSize is null)
        {
            return options.Flags.HasFlag(MapFlags.HugeTlb) ? Platform.Linux.Limits.LinuxLimits.DefaultHugePageSize() : 0;
        }

        long size = options.HugePageSize.Value;
        return size > 0 && (size & (size - 1)) == 0
            ? size
            : throw MapErrors.Invalid("The huge page size must be a power of two (-HugePageSize).", "See /sys/kernel/mm/hugepages for the sizes this machine has, for example 2MB.");
    }

    /// <summary>What can be told before anything is opened or created.</summary>
    internal static void Check(MemoryMapOptions? options)
    {
        if (options?.Size < 0)
        {
            throw RangeErrors.Negative("size", options.Size.Value);
        }

        if ((options?.Protection & ~MapProtection.ReadWriteExecute) is not (null or 0) || (options?.Flags & ~AllFlags) is not (null or 0))
        {
            throw MapErrors.Invalid(
                FormattableString.Invariant($"-Protection {options!.Protection} or -Flags {options.Flags} has a bit without meaning."),
                "Use the names: tab completion lists them.");
        }

        if (options is { Sparse: true, Size: null })
        {
            throw MapErrors.Invalid("-Sparse says how a file is made longer, so it needs -Size.", "Add -Size, or leave -Sparse away.");
        }
    }

    /// <summary>Grows the file if that was asked for, and finds the range to map.</summary>
    internal MapRange PrepareRange(CancellationToken cancellation)
    {
        if (_backing is null)
        {
            long size = _options.Size!.Value;
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
            long grown = MapRange.AlignUp(newLength, Unit());
            _platform.Grow(_backing, grown, _options.Sparse, _options.Progress, cancellation);
            (_grownFrom, _grownTo) = (oldLength, grown);
        }

        return range;
    }

    /// <summary>Gives a file its old length back after a failure; says what stays.</summary>
    internal string? UndoGrowth() => _grownTo == 0 ? null : _platform.UndoGrowth(_backing!, _grownTo, _grownFrom);

    /// <summary>The request to the kernel; null for an empty map, which needs none.</summary>
    internal MapRequest? CreateRequest(MapRange range)
    {
        if (range.Length == 0)
        {
            if (_backing is not null)
            {
                _platform.CheckMappable(_backing);
            }

            return null;
        }

        long unit = Math.Max(Unit(), _platform.PageSize);
        MapRange pages = range.Outward(unit);
        ulong address = _options.Address ?? 0;
        bool isBound = (_identity.Flags & (MapFlags.Fixed | MapFlags.FixedNoReplace)) != 0;
        if (isBound && (_options.Address is null || address % (ulong)unit != 0))
        {
            throw MapErrors.Invalid(
                "The flags Fixed and FixedNoReplace need an -Address that is a multiple of the page size.",
                FormattableString.Invariant($"The page size is {unit} (0x{unit:X})."));
        }

        return new MapRequest
        {
            Backing = _backing,
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
    internal nint Map(MapRequest request)
    {
        MemoryMap? reserved = request.Flags.HasFlag(MapFlags.Fixed) ? MemoryMap.FindOwner(request.Address, request.Length) : null;
        return reserved is null ? _platform.Map(request) : reserved.ReplacePart(request);
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
            throw MapErrors.Invalid(
                "'" + _backing!.Path + "' is a character device, which has no length of its own.",
                "Say how much to map with -Length (and -Offset).",
                _backing.Path);
        }

        return MapRange.Resolve(_options.Offset, _options.Length, fromEnd: false, long.MaxValue, long.MaxValue);
    }
}
