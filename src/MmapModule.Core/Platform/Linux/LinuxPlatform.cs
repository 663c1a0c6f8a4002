using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Access;
using MmapModule.Platform.Linux.Watching;
using MmapModule.Platform.Linux.Cache;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Files;
using MmapModule.Platform.Linux.Limits;
using MmapModule.Platform.Linux.Locks;
using MmapModule.Platform.Linux.Proc;
using MmapModule.Platform.Linux.Queues;
using MmapModule.Platform.Linux.Semaphores;

namespace MmapModule.Platform.Linux;

/// <summary>Memory mapping on 64-bit Linux.</summary>
internal sealed partial class LinuxPlatform : IMapPlatform
{
    internal LinuxPlatform()
    {
        Limits = new LinuxMemoryLimits(this);
        SharedMemory = new LinuxSharedMemory(this);
        Semaphores = new LinuxSemaphores(this, RuntimeInformation.RuntimeIdentifier);
        Locks = new LinuxLocks(this);
        Queues = new LinuxQueues(this);
    }

    /// <inheritdoc/>
    public int PageSize => Environment.SystemPageSize;

    public int Granularity => Environment.SystemPageSize;

    /// <inheritdoc/>
    public StringComparison PathComparison => StringComparison.Ordinal;

    /// <inheritdoc/>
    public ICopyLayer Copying { get; } = new LinuxCopyLayer();

    /// <inheritdoc/>
    public IPageCache Cache { get; } = new LinuxPageCache();

    /// <inheritdoc/>
    public IProcessInspector Processes { get; } = new LinuxProcesses();

    /// <inheritdoc/>
    public ILimits Limits { get; }

    /// <inheritdoc/>
    public ISharedMemory SharedMemory { get; }

    /// <inheritdoc/>
    public ISemaphores Semaphores { get; }

    /// <inheritdoc/>
    public ILocks Locks { get; }

    /// <inheritdoc/>
    public IQueues Queues { get; }

    /// <inheritdoc/>
    public IWaiting Waiting { get; } = new LinuxWaiting();

    /// <inheritdoc/>
    public IFileWatching FileWatching { get; } = new LinuxFileWatching();

    /// <inheritdoc/>
    public FileStatus Stat(MapBacking backing)
    {
        int errno = LinuxFile.TryStat(backing.File, out FileStatus status);
        return errno == 0 ? status : throw Failure(errno, new NativeFailure { Call = "statx", Path = backing.Path, Backing = backing });
    }

    /// <inheritdoc/>
    public FileStatus? StatPath(string path) =>
        LinuxFile.TryStat(path, followLinks: true, out FileStatus status) == 0 ? status : null;

    /// <inheritdoc/>
    public FileStatus Look(string path, bool followLinks)
    {
        int errno = LinuxFile.TryStat(path, followLinks, out FileStatus status);
        return errno == 0 ? status : throw Failure(errno, new NativeFailure { Call = "statx", Path = path });
    }

    /// <inheritdoc/>
    public IFileReplacement? TryReplace(string path, uint mode, Func<FileIdentity, bool> isMapped) =>
        FileReplacement.TryBegin(this, path, mode, isMapped);

    /// <inheritdoc/>
    public long GetLength(MapBacking backing) => backing.Type switch
    {
        BackingType.BlockDevice => LinuxFile.BlockDeviceSize(backing.File),
        BackingType.CharacterDevice => 0,
        _ => EndOf(backing) ?? Stat(backing).Size,
    };

    /// <summary>
    /// The length of a file, read by setting the position to its end: less than half the time of statx(2). Nothing of ours
    /// uses the position. Null if the call is not for this file, or if it failed: statx knows why.
    /// </summary>
    private static long? EndOf(MapBacking backing)
    {
        if (!backing.IsCoherent || backing.SharesPosition)
        {
            return null;
        }

        long end = Libc.lseek(backing.File, 0, FileConstants.SEEK_END);
        return end >= 0 ? end : null;
    }

    private static MmapException Failure(int errno, NativeFailure failure) => LinuxErrors.Translate(errno, failure);

    /// <summary>The error number of the call just made.</summary>
    private static int LastErrno() => Marshal.GetLastPInvokeError();

    private static MapBacking Describe(SafeFileHandle file, FileStatus status, string? path, bool writable, bool created, bool immutable = false, bool readsDevice = false, bool sharesPosition = false, uint? sourceMode = null)
    {
        long fileSystem = LinuxFile.FileSystemType(file);
        return new MapBacking
        {
            File = file,
            Path = path,
            Type = status.Type,
            Identity = status.Identity,
            IsWritable = writable,
            IsCreated = created,
            // With O_DIRECT, pread goes past the page cache that the map shows.
            IsCoherent = !readsDevice && status.Type == BackingType.RegularFile && FileSystems.IsCoherent(fileSystem),
            IsNetwork = FileSystems.IsNetwork(fileSystem),
            NeedsProcessorCopy = status.Type == BackingType.CharacterDevice || FileSystems.NeedsProcessorCopy(fileSystem),
            IsImmutable = immutable,
            PageSize = FileSystems.IsHuge(fileSystem) ? LinuxFile.HugePageSize(file) : 0,
            SourceMode = sourceMode,
            SharesPosition = sharesPosition,
        };
    }
}
