using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Semaphores;
using MmapModule.Platform.Linux.SharedQueues;
using MmapModule.Platform.Linux.SystemV;
using MmapModule.Sharing;

namespace MmapModule.Platform.Linux.Files;

/// <summary>POSIX shared memory: files in a tmpfs. Beside it the segments of System V.</summary>
internal sealed class LinuxSharedMemory : ISharedMemory
{
    /// <summary>Where shm_open(3) of every C library keeps its objects.</summary>
    internal const string Folder = "/dev/shm/";

    private readonly LinuxPlatform _platform;

    internal LinuxSharedMemory(LinuxPlatform platform) => _platform = platform;

    /// <inheritdoc/>
    public MapBacking Open(string name, SharedMemoryMode mode, long? size, bool writable, bool allowForeignOwner, uint? permission)
    {
        string path = Folder + name;
        int flags = FileConstants.O_CLOEXEC | FileConstants.O_NONBLOCK | FileConstants.O_NOFOLLOW
            | (writable ? FileConstants.O_RDWR : FileConstants.O_RDONLY);
        NativeFailure failure = new() { Call = "open", Path = path, SharedName = name, ForWriting = writable };
        const uint ownerOnly = 0x180; // 0600
        uint given = permission ?? ownerOnly;

        MapBacking backing = mode switch
        {
            SharedMemoryMode.Create => LinuxPlatform.Open(path, flags | FileConstants.O_CREAT | FileConstants.O_EXCL, given, created: true, failure),
            SharedMemoryMode.OpenOrCreate when size is not null => LinuxPlatform.OpenOrCreate(path, flags, given, failure),
            _ => LinuxPlatform.Open(path, flags, 0, created: false, failure),
        };
        try
        {
            // The umask has taken away what nobody asked it to.
            if (backing.IsCreated && permission is not null && Libc.fchmod(backing.File, given) != 0)
            {
                int errno = Marshal.GetLastPInvokeError();
                _ = _platform.RemoveCreated(backing);
                throw LinuxErrors.Translate(errno, failure with { Call = "fchmod", Backing = backing });
            }

            uint owner = _platform.Stat(backing).OwnerId;
            return allowForeignOwner || owner == Libc.geteuid() ? backing : throw SharedMemoryErrors.ForeignOwner(name, LinuxUsers.Name(owner));
        }
        catch
        {
            backing.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names()
    {
        List<string> names = [];
        try
        {
            foreach (string path in Directory.EnumerateFiles(Folder))
            {
                string name = Path.GetFileName(path);
                if (!LinuxSemaphores.IsSemaphore(name) && !SharedQueueFiles.IsQueue(name))
                {
                    names.Add(name);
                }
            }
        }
        catch (DirectoryNotFoundException)
        {
            // A system without /dev/shm has no shared memory.
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SharedMemoryInfo> Describe(IReadOnlyCollection<string> names)
    {
        Dictionary<string, FileStatus> found = [];
        foreach (string name in names)
        {
            string path = Folder + ObjectName.SharedMemory(name);
            if (LinuxFile.TryStat(path, followLinks: false, out FileStatus status) == 0 && status.Type == BackingType.RegularFile && !SharedQueueFiles.IsQueue(name))
            {
                found[name] = status;
            }
        }

        FileUsers users = FileUsers.Find(found.Values);
        List<SharedMemoryInfo> result = [];
        foreach ((string name, FileStatus status) in found)
        {
            int[] processes = [.. users.Of(status.Identity)];
            result.Add(new SharedMemoryInfo
            {
                Name = name,
                Size = status.Size,
                Owner = LinuxUsers.Name(status.OwnerId),
                Mode = "0" + Convert.ToString((int)status.Mode, 8).PadLeft(3, '0'),
                ProcessId = processes,
                IsOrphan = processes.Length == 0,
                Reliable = users.SawEveryProcess,
                LastWriteTime = status.LastWriteTimeUtc.ToLocalTime(),
            });
        }

        return result;
    }

    /// <inheritdoc/>
    // SAFETY: the path is pinned and ends with a zero byte.
    public unsafe void Remove(string name)
    {
        string path = Folder + name;
        if (SharedQueueFiles.IsQueue(name))
        {
            throw SharedQueueCallErrors.NoSharedMemory(name);
        }

        fixed (byte* bytes = LinuxFile.NativePath(path))
        {
            if (Libc.unlink(bytes) != 0)
            {
                throw LinuxErrors.Translate(Marshal.GetLastPInvokeError(), new NativeFailure { Call = "unlink", Path = path, SharedName = name, ForWriting = true });
            }
        }
    }

    /// <inheritdoc/>
    public SharedSegment OpenSegmentKey(int key, SharedMemoryMode mode, long? size, bool allowForeignOwner, uint? permission) =>
        SystemVSegments.OpenKey(key, mode, size, allowForeignOwner, permission);

    /// <inheritdoc/>
    public SharedSegment OpenSegment(int id, bool allowForeignOwner) => SystemVSegments.OpenId(id, allowForeignOwner);

    /// <inheritdoc/>
    public IReadOnlyList<SharedMemoryInfo> DescribeSegments() => SystemVSegments.Describe();

    /// <inheritdoc/>
    public void RemoveSegment(int id) => SystemVSegments.Remove(id);

    /// <inheritdoc/>
    public string? NameOf(FileInfo file) => file.DirectoryName + "/" == Folder ? file.Name : null;
}
