using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Files;
using MmapModule.Platform.Linux.Limits;

namespace MmapModule.Platform.Linux.Locks;

/// <summary>Locks on files. Those with a name are small files in the folder of shared memory.</summary>
internal sealed class LinuxLocks : ILocks
{
    /// <summary>A name that others remove and create again all the time is given up after this many attempts.</summary>
    private const int OpenAttempts = 100;

    /// <summary>Opening a pipe or a leased file must not hang the shell; ordinary files do not care.</summary>
    private const int Flags = FileConstants.O_CLOEXEC | FileConstants.O_NOCTTY | FileConstants.O_NONBLOCK;

    private readonly LinuxPlatform _platform;

    internal LinuxLocks(LinuxPlatform platform) => _platform = platform;

    /// <inheritdoc/>
    public ILockFile OpenLock(string name, bool allowForeignOwner)
    {
        const uint ownerOnly = 0x180; // 0600
        NativeFailure failure = new() { Call = "open", Path = PathOfLock(name), SharedName = name, ForWriting = true };
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return Own(OpenNamed(failure), failure, allowForeignOwner);
            }
            catch (MmapException error) when (error.Kind == MmapErrorKind.SharedMemoryNotFound && attempt < OpenAttempts)
            {
                // It is created below, or somebody else does so at the same moment.
            }

            if (CompleteFile.TryCreate(_platform, failure, LockWords.Create(), ownerOnly) is { } created)
            {
                return Own(created, failure, allowForeignOwner);
            }
        }
    }

    /// <inheritdoc/>
    public ILockFile OpenLockFile(string path, MutexStyle style)
    {
        NativeFailure failure = new() { Call = "open", Path = path, ForWriting = style == MutexStyle.Fcntl };
        if (LinuxPlatform.IsPipe(path))
        {
            throw LockCallErrors.Pipe(path);
        }

        DescriptorReserve.Take();
        SafeFileHandle file = new(OpenPath(path, style, failure), ownsHandle: true);
        int errno = LinuxFile.TryStat(file, out FileStatus status);
        if (errno == 0)
        {
            return new LinuxLockFile(file, path, status.Identity, style, followsLinks: true, words: null);
        }

        file.Dispose();
        throw LinuxErrors.Translate(errno, failure with { Call = "statx" });
    }

    /// <inheritdoc/>
    public string PathOfLock(string name) => LinuxSharedMemory.Folder + name;

    /// <inheritdoc/>
    public IReadOnlyList<string> LockNames() => [.. new LinuxSharedMemory(_platform).Names().Where(IsLock)];

    /// <inheritdoc/>
    public IReadOnlyList<SharedMutexInfo> DescribeLocks(IReadOnlyList<string> paths, Action<string, MmapException> failed)
    {
        List<(string Path, FileIdentity Identity)> files = [];
        foreach (string path in paths)
        {
            int errno = LinuxFile.TryStat(path, followLinks: true, out FileStatus status);
            if (errno == 0)
            {
                files.Add((path, status.Identity));
            }
            else
            {
                failed(path, LinuxErrors.Translate(errno, new NativeFailure { Call = "statx", Path = path }));
            }
        }

        LockHolders holders = LockHolders.Find(files.Select(static file => file.Identity));
        return [.. files.SelectMany(file => holders.Describe(file.Path, file.Identity))];
    }

    private static MapBacking OpenNamed(NativeFailure failure)
    {
        int flags = Flags | FileConstants.O_NOFOLLOW;
        try
        {
            return LinuxPlatform.Open(failure.Path!, flags | FileConstants.O_RDWR, 0, created: false, failure);
        }
        catch (MmapException error) when (error.Kind == MmapErrorKind.AccessDenied)
        {
            // Reading is enough for the lock itself.
            return LinuxPlatform.Open(failure.Path!, flags | FileConstants.O_RDONLY, 0, created: false, failure);
        }
    }

    private static int OpenPath(string path, MutexStyle style, NativeFailure failure)
    {
        int access = style == MutexStyle.Fcntl ? FileConstants.O_RDWR : FileConstants.O_RDONLY;
        for (int attempt = 1; ; attempt++)
        {
            // First without O_CREAT: the kernel may refuse it on a file of others in a sticky folder.
            int file = LinuxPlatform.OpenNative(path, Flags | access, 0);
            int errno = file >= 0 ? 0 : Marshal.GetLastPInvokeError();
            if (errno is Errno.EACCES or Errno.EPERM or Errno.EROFS or Errno.ETXTBSY or Errno.EISDIR && access == FileConstants.O_RDWR)
            {
                // Reading is enough to share a lock.
                access = FileConstants.O_RDONLY;
                continue;
            }

            if (errno == Errno.ENOENT)
            {
                file = LinuxPlatform.OpenNative(path, Flags | access | FileConstants.O_CREAT, MapBacking.NewFileMode);
                errno = file >= 0 ? 0 : Marshal.GetLastPInvokeError();
                if (errno == Errno.EACCES && attempt < OpenAttempts && LinuxFile.TryStat(path, followLinks: true, out _) == 0)
                {
                    // Somebody else has created it between the two calls.
                    continue;
                }
            }

            return file >= 0 ? file : throw LinuxErrors.Translate(errno, LinuxPlatform.WithType(path, failure));
        }
    }

    /// <summary>Looks into a file of shared memory without mapping it; what cannot be read is none. Only what has the right length is opened.</summary>
    private static bool IsLock(string name)
    {
        string path = LinuxSharedMemory.Folder + name;
        if (LinuxFile.TryStat(path, followLinks: false, out FileStatus status) != 0 || status.Type != BackingType.RegularFile || status.Size != LockWords.Size)
        {
            return false;
        }

        try
        {
            const int flags = FileConstants.O_RDONLY | Flags;
            using MapBacking backing = LinuxPlatform.Open(path, flags | FileConstants.O_NOFOLLOW, 0, created: false, new NativeFailure { Call = "open", Path = path });
            return HasWords(backing.File);
        }
        catch (MmapException)
        {
            return false;
        }
    }

    // SAFETY: the buffer is a local variable, one byte longer than what is looked for.
    private static unsafe bool HasWords(SafeFileHandle file)
    {
        byte* buffer = stackalloc byte[LockWords.Size + 1];
        nint got = Libc.pread(file, buffer, LockWords.Size + 1, 0);
        return got > 0 && LockWords.Are(new ReadOnlySpan<byte>(buffer, (int)got));
    }

    private LinuxLockFile Own(MapBacking backing, NativeFailure failure, bool allowForeignOwner)
    {
        try
        {
            FileStatus status = _platform.Stat(backing);
            if (!allowForeignOwner && status.OwnerId != Libc.geteuid())
            {
                throw SharedMemoryErrors.ForeignOwner(failure.SharedName!, LinuxUsers.Name(status.OwnerId));
            }

            // A file of somebody else that has this name is locked all the same, but never written.
            LockWords? words = backing.IsWritable && backing.Type == BackingType.RegularFile && HasWords(backing.File) ? new LockWords(_platform, backing) : null;
            return new LinuxLockFile(backing.File, failure.Path!, status.Identity, MutexStyle.Flock, followsLinks: false, words);
        }
        catch
        {
            backing.Dispose();
            throw;
        }
    }
}
