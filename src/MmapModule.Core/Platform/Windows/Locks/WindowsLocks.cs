using System;
using System.Collections.Generic;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Errors;
using MmapModule.Platform.Windows.Memory;

namespace MmapModule.Platform.Windows.Locks;

/// <summary>Locks on files. Kernel mutexes belong to a thread and cannot be shared, so those with a name are small files, too.</summary>
internal sealed class WindowsLocks : ILocks
{
    private static readonly NamedFiles s_files = new("Locks", "mutex");

    private readonly IMapPlatform _platform;

    internal WindowsLocks(IMapPlatform platform) => _platform = platform;

    /// <inheritdoc/>
    public ILockFile OpenLock(string name, bool allowForeignOwner)
    {
        string path = PathOfLock(name);
        NamedFiles.CreateFolderOf(path);
        MapBacking file = OpenNamed(path);
        try
        {
            if (!allowForeignOwner && KernelOwner.Of(file.File, ObjectConstants.SE_FILE_OBJECT) is { IsOwn: false, Name: var owner })
            {
                throw LockCallErrors.ForeignOwner(name, owner);
            }

            return new WindowsLockFile(_platform, file, path, hasNote: file.IsWritable);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    // For reading only: whoever opens it for writing would keep off programs that do not want others to write.
    public ILockFile OpenLockFile(string path, MutexStyle style) =>
        style != MutexStyle.Flock ? throw LockCallErrors.NoStyle(style)
        : _platform.StatPath(path)?.Type == BackingType.Directory ? throw LockCallErrors.Folder(path)
        : new WindowsLockFile(_platform, _platform.OpenFile(path, writable: false, create: true), path, hasNote: false);

    /// <inheritdoc/>
    public string PathOfLock(string name) => KernelName.TryFull(name) is null ? throw LockCallErrors.BadName(name) : s_files.PathOf(name);

    /// <inheritdoc/>
    public IReadOnlyList<string> LockNames() => s_files.Names();

    /// <inheritdoc/>
    public IReadOnlyList<SharedMutexInfo> DescribeLocks(IReadOnlyList<string> paths, Action<string, MmapException> failed)
    {
        List<SharedMutexInfo> infos = [];
        foreach (string path in paths)
        {
            try
            {
                infos.Add(Describe(path));
            }
            catch (MmapException error)
            {
                failed(path, error);
            }
        }

        return infos;
    }

    private MapBacking OpenNamed(string path)
    {
        try
        {
            return _platform.OpenFile(path, writable: true, create: true);
        }
        catch (MmapException error) when (error.Kind == MmapErrorKind.AccessDenied)
        {
            // Reading is enough for the lock itself.
            return _platform.OpenFile(path, writable: false, create: false);
        }
    }

    /// <summary>Windows tells who holds a lock to nobody, so it is tried: for a moment others may see it held.</summary>
    private SharedMutexInfo Describe(string path)
    {
        using MapBacking file = _platform.OpenFile(path, writable: false, create: false);
        bool isFree = false;
        bool isShared = FileByte.TryLock(file.File, isShared: true, path);
        if (isShared)
        {
            FileByte.Unlock(file.File);
            isFree = FileByte.TryLock(file.File, isShared: false, path);
            if (isFree)
            {
                FileByte.Unlock(file.File);
            }
        }

        if (isFree)
        {
            return new SharedMutexInfo { Path = path, Reliable = true };
        }

        int? noted = !isShared && s_files.Contains(path) && HolderNote.Read(file.File) is > 0 and uint holder ? (int)holder : null;
        int[] processes = noted is { } id ? [id] : OwnHolds.Contains(file.Identity) ? [Environment.ProcessId] : [];
        return new SharedMutexInfo
        {
            Path = path,
            Style = MutexStyle.Flock,
            IsShared = isShared,
            ProcessId = processes,

            // Who holds it alone is the only one; who shares it may have company.
            Reliable = !isShared && processes.Length > 0,
        };
    }
}
