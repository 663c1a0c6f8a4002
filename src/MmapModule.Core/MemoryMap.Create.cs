using System;
using System.Runtime.InteropServices;
using System.Linq;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Mapping;
using MmapModule.Platform;
using MmapModule.Sharing;

namespace MmapModule;

/// <content>One method for each kind of map.</content>
public sealed partial class MemoryMap
{
    /// <summary>Maps a file or device by its path.</summary>
    /// <param name="path">The path in the file system. With a Size it is created if it is missing and grown if it is shorter.</param>
    /// <param name="options">What to map and how; by default the whole file, shared, for reading.</param>
    /// <param name="cancellation">Stops the allocation of a big new file.</param>
    /// <returns>The map. An empty file gives an empty map.</returns>
    /// <exception cref="MmapException">See the error table of mmap(2) and open(2).</exception>
    public static MemoryMap OpenFile(string path, MemoryMapOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new MemoryMapOptions();
        string fullPath = MapPath.Full(path);
        bool writable = options.Size is not null || (!options.IsPrivate && Wanted(options, MapProtection.Read).HasFlag(MapProtection.Write));
        MapBuilder.Check(options);
        MapBacking backing = options.Size is not null && options.NoClobber
            ? NewFile.OpenForWriting(MapPlatform.Current, fullPath, MapBacking.NewFileMode, noClobber: true)
            : MapPlatform.Current.OpenFile(fullPath, writable, create: options.Size is not null);
        return Build(MapKind.File, System.IO.Path.GetFileName(fullPath), backing, options, MapProtection.Read, cancellation);
    }

    /// <summary>Creates memory without a file.</summary>
    /// <param name="options">Size is required.</param>
    /// <returns>The map; its bytes are 0.</returns>
    /// <exception cref="MmapException">OutOfMemory, HugePagesUnavailable, a limit, or an invalid argument.</exception>
    public static MemoryMap CreateAnonymous(MemoryMapOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        MapBuilder.Check(options);
        if (options.Size is null or 0)
        {
            throw MappingErrors.NoSize("Anonymous memory");
        }

        if (options.Seals != MapSeals.None)
        {
            throw MappingErrors.NotSealable();
        }

        if (options.Offset != 0 || options.Length is not null || options.FromEnd)
        {
            throw MappingErrors.NoFilePart();
        }

        return Build(MapKind.Anonymous, null, null, options, MapProtection.ReadWrite, default);
    }

    /// <summary>Maps POSIX shared memory: the objects of shm_open(3), whichever language a program is written in.</summary>
    /// <param name="name">The name, with or without the leading slash of the C convention.</param>
    /// <param name="mode">Whether to open, to create, or either.</param>
    /// <param name="options">Size is required to create one.</param>
    /// <param name="cancellation">Stops the allocation of a big new object.</param>
    /// <returns>The map; the object stays until it is removed by name, even when no process maps it.</returns>
    /// <exception cref="MmapException">SharedMemoryExists, SharedMemoryNotFound, NotPermitted, NoSpace and others.</exception>
    public static MemoryMap OpenSharedMemory(string name, SharedMemoryMode mode = SharedMemoryMode.OpenOrCreate, MemoryMapOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new MemoryMapOptions();
        string plainName = ObjectName.SharedMemory(name);
        MapBuilder.Check(options, canCreate: mode != SharedMemoryMode.Open);
        if (mode == SharedMemoryMode.Create && options.Size is null)
        {
            throw MappingErrors.NoSize("New shared memory");
        }

        bool writable = options.Size is not null || (!options.IsPrivate && Wanted(options, MapProtection.ReadWrite).HasFlag(MapProtection.Write));
        MapBacking backing = MapPlatform.Current.SharedMemory.Open(plainName, mode, options.Size, writable, options.AllowForeignOwner, (uint?)options.Permission);
        return Build(MapKind.SharedMemory, plainName, backing, options, MapProtection.ReadWrite, cancellation);
    }

    /// <summary>Maps a System V segment by its key: what shmget(2) and shmat(2) give, whichever language a program is written in.</summary>
    /// <param name="key">The key, on which programs agree; 0 creates a new segment, which is then known by its id.</param>
    /// <param name="mode">Whether to open, to create, or either.</param>
    /// <param name="options">Size is required to create one. It is mapped as a whole.</param>
    /// <returns>The map; the segment stays until it is removed, even when no process maps it.</returns>
    /// <exception cref="MmapException">KeyNotFound, SharedMemoryExists, QueueLimit, NotPermitted, AccessDenied and others.</exception>
    public static MemoryMap OpenSegmentKey(int key, SharedMemoryMode mode = SharedMemoryMode.OpenOrCreate, MemoryMapOptions? options = null)
    {
        options ??= new MemoryMapOptions();
        SegmentErrors.Check(options);
        MapBuilder.Check(options, canCreate: mode != SharedMemoryMode.Open);
        if (mode == SharedMemoryMode.Create && options.Size is null or 0)
        {
            throw MappingErrors.NoSize("A new segment");
        }

        return Build(MapPlatform.Current.SharedMemory.OpenSegmentKey(key, mode, options.Size, options.AllowForeignOwner, (uint?)options.Permission), options);
    }

    /// <summary>Maps a System V segment by its id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="options">How to map it; a Size is the least that it must have.</param>
    /// <returns>The map.</returns>
    /// <exception cref="MmapException">SharedMemoryNotFound, NotPermitted, AccessDenied and others.</exception>
    public static MemoryMap OpenSegment(int id, MemoryMapOptions? options = null)
    {
        options ??= new MemoryMapOptions();
        SegmentErrors.Check(options);
        MapBuilder.Check(options);
        return Build(MapPlatform.Current.SharedMemory.OpenSegment(id, options.AllowForeignOwner), options);
    }

    /// <summary>Creates an unnamed file in memory (memfd_create(2)), which other processes can open by the map's Path.</summary>
    /// <param name="options">Size is required; Seals are put on after mapping.</param>
    /// <param name="cancellation">Stops the allocation of a big file.</param>
    /// <returns>The map; its bytes are 0.</returns>
    /// <exception cref="MmapException">NoSpace, SealBusy, HugePagesUnavailable, a limit, or an invalid argument.</exception>
    public static MemoryMap CreateMemoryFile(MemoryMapOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        MapBuilder.Check(options);
        if (options.Size is null)
        {
            throw MappingErrors.NoSize("A memory file");
        }

        MapBacking backing = MapPlatform.Current.CreateMemoryFile("MmapModule", MapBuilder.HugePageSize(options));
        return Build(MapKind.MemoryFile, null, backing, options, MapProtection.ReadWrite, cancellation);
    }

    /// <summary>Copies a file, a pipe or a /proc file into sealed memory that nobody can change or truncate, and maps that.</summary>
    /// <param name="path">The path to read from, up to its end.</param>
    /// <param name="options">Which part of the copy to map; it can be mapped for reading only.</param>
    /// <param name="cancellation">Stops the copying.</param>
    /// <returns>The map.</returns>
    /// <exception cref="MmapException">The path cannot be read, or memory is short.</exception>
    public static MemoryMap CreateSnapshot(string path, MemoryMapOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        MapBuilder.Check(options);
        if (options?.Size is not null)
        {
            throw MappingErrors.SnapshotSize();
        }

        string fullPath = MapPath.Full(path);
        MapBacking backing = MapPlatform.Current.CreateSnapshot(fullPath, new SnapshotPart(options?.Offset ?? 0, options?.Length, options?.FromEnd ?? false), options?.Progress, cancellation);
        return Build(MapKind.Snapshot, System.IO.Path.GetFileName(fullPath), backing, options ?? new MemoryMapOptions(), MapProtection.Read, cancellation);
    }

    /// <summary>Copies a mapping of a process, this one or another, into sealed memory that nobody can change, and maps that.</summary>
    /// <param name="mapping">The mapping, as it was when the process was examined.</param>
    /// <param name="options">Which part of it to copy; it can be mapped for reading only.</param>
    /// <param name="cancellation">Stops the copying.</param>
    /// <returns>The map. Its first byte is that at the start of the mapping or part.</returns>
    /// <exception cref="MmapException">PathNotFound if the process has ended, AccessDenied, RegionProtected or RegionFault if the memory cannot be read, or memory is short.</exception>
    public static MemoryMap CreateProcessSnapshot(ProcessMapping mapping, MemoryMapOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        options ??= new MemoryMapOptions();
        MapBuilder.Check(options);
        if (options.Size is not null)
        {
            throw MappingErrors.SnapshotSize();
        }

        if (!mapping.Permissions.StartsWith('r'))
        {
            throw MappingErrors.UnreadableMapping(mapping);
        }

        MapRange part = MapRange.Resolve(options.Offset, options.Length, options.FromEnd, mapping.Size, mapping.Size);
        MapBacking backing = MapPlatform.Current.CreateProcessSnapshot(mapping.ProcessId, mapping.Start + (ulong)part.Offset, part.Length, options.Progress, cancellation);
        CheckMapped(mapping, backing, cancellation);
        string name = FormattableString.Invariant($"{mapping.ProcessName} {mapping.ProcessId} {mapping.Start + (ulong)part.Offset:x}-{mapping.Start + (ulong)part.End:x}");
        return Build(MapKind.Snapshot, name, backing, options with { Offset = 0, Length = null, FromEnd = false }, MapProtection.Read, cancellation);
    }

    /// <summary>Asked after the copy, so that neither a number that another process has now nor a change meanwhile goes unseen.</summary>
    private static void CheckMapped(ProcessMapping mapping, MapBacking copy, CancellationToken cancellation)
    {
        try
        {
            if (!MapPlatform.Current.Processes.Read(mapping.ProcessId, detailed: false, cancellation).Any(now => now.Continues(mapping)))
            {
                throw MappingErrors.ReplacedMapping(mapping);
            }
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>The same with no more bytes than a limit, of which there may be fewer.</summary>
    internal static MemoryMap CreateSnapshot(string path, long limit, CancellationToken cancellation)
    {
        MapBacking backing = MapPlatform.Current.CreateSnapshot(path, new SnapshotPart(0, limit, FromEnd: false), progress: null, cancellation);
        return Build(MapKind.Snapshot, name: null, backing, new MemoryMapOptions(), MapProtection.Read, cancellation);
    }

    /// <summary>Maps what the caller has already opened.</summary>
    /// <param name="handle">A handle; it is duplicated, so it may be closed afterwards.</param>
    /// <param name="options">What to map and how; by default all of it, shared, for reading.</param>
    /// <returns>The map.</returns>
    /// <exception cref="MmapException">BadDescriptor, AccessDenied, NotMappable, Sealed and others.</exception>
    public static MemoryMap OpenHandle(SafeFileHandle handle, MemoryMapOptions? options = null) => OpenBorrowed(handle, options);

    /// <summary>Maps what is behind any handle, such as a pipe's or a socket's.</summary>
    internal static MemoryMap OpenBorrowed(SafeHandle handle, MemoryMapOptions? options)
    {
        ArgumentNullException.ThrowIfNull(handle);
        MapBuilder.Check(options);
        MapBacking backing = MapPlatform.Current.OpenHandle(handle);
        string? name = backing.Path is null ? null : System.IO.Path.GetFileName(backing.Path);
        return Build(MapKind.Handle, name, backing, options ?? new MemoryMapOptions(), MapProtection.Read, default);
    }

    /// <summary>Maps a whole file for a command, which removes the map when it is done; what it finds there refers to the file.</summary>
    /// <param name="path">The path of an existing file.</param>
    /// <param name="protection">What the command does with the bytes.</param>
    /// <returns>The map.</returns>
    internal static MemoryMap OpenForNow(string path, MapProtection protection)
    {
        string fullPath = MapPath.Full(path);
        MapBacking backing = MapPlatform.Current.OpenFile(fullPath, protection.HasFlag(MapProtection.Write), create: false);
        MapSource source = new(backing.Path ?? fullPath, backing.Identity);
        MemoryMapOptions options = new() { Protection = protection };
        return new MemoryMap(MapBuilder.Build(MapKind.File, System.IO.Path.GetFileName(fullPath), backing, options, MapProtection.Read, default)) { Source = source };
    }

    /// <summary>Whether a path is that of a character device; asked without opening it.</summary>
    internal static bool IsCharacterDevice(string path) => MapPlatform.Current.StatPath(path)?.Type == BackingType.CharacterDevice;

    /// <summary>Maps a segment; a new one goes again if that fails.</summary>
    private static MemoryMap Build(SharedSegment segment, MemoryMapOptions options)
    {
        try
        {
            if (options.Size > segment.Size)
            {
                throw SegmentErrors.TooSmall(segment, options.Size.Value);
            }

            return new MemoryMap(MapBuilder.Build(MapKind.SystemV, segment.Name, null, options, MapProtection.ReadWrite, default, segment));
        }
        catch when (segment.IsCreated)
        {
            MapPlatform.Current.SharedMemory.RemoveSegment(segment.Id);
            throw;
        }
    }

    private static MapProtection Wanted(MemoryMapOptions options, MapProtection byDefault) => options.Protection ?? byDefault;

    private static MemoryMap Build(MapKind kind, string? name, MapBacking? backing, MemoryMapOptions options, MapProtection byDefault, CancellationToken cancellation) =>
        new(MapBuilder.Build(kind, name, backing, options, byDefault, cancellation));
}
