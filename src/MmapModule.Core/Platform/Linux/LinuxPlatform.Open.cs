using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux;

/// <content>Opening files and POSIX shared memory.</content>
internal sealed partial class LinuxPlatform
{
    /// <summary>Where shm_open(3) of every C library keeps its objects.</summary>
    internal const string SharedMemoryFolder = "/dev/shm/";

    /// <summary>A file that others remove and create again all the time is given up after so many attempts.</summary>
    private const int OpenAttempts = 100;

    /// <inheritdoc/>
    public MapBacking OpenFile(string path, bool writable, bool create)
    {
        // O_NONBLOCK: opening a pipe or a leased file must not hang the shell; ordinary files do not care.
        int flags = FileConstants.O_CLOEXEC | FileConstants.O_NOCTTY | FileConstants.O_NONBLOCK
            | (writable ? FileConstants.O_RDWR : FileConstants.O_RDONLY);
        NativeFailure failure = new() { Call = "open", Path = path, ForWriting = writable };
        return create ? OpenOrCreate(path, flags, 0x1B6 /* 0666, less the umask */, failure) : Open(path, flags, 0, created: false, failure);
    }

    /// <inheritdoc/>
    public MapBacking OpenSharedMemory(string name, SharedMemoryMode mode, bool canCreate, bool writable, bool allowForeignOwner)
    {
        string path = SharedMemoryFolder + name;
        int flags = FileConstants.O_CLOEXEC | FileConstants.O_NONBLOCK | FileConstants.O_NOFOLLOW
            | (writable ? FileConstants.O_RDWR : FileConstants.O_RDONLY);
        NativeFailure failure = new() { Call = "open", Path = path, SharedName = name, ForWriting = writable };
        const uint ownerOnly = 0x180; // 0600

        MapBacking backing = mode switch
        {
            SharedMemoryMode.Create => Open(path, flags | FileConstants.O_CREAT | FileConstants.O_EXCL, ownerOnly, created: true, failure),
            SharedMemoryMode.OpenOrCreate when canCreate => OpenOrCreate(path, flags, ownerOnly, failure),
            _ => Open(path, flags, 0, created: false, failure),
        };
        uint owner = Stat(backing).OwnerId;
        if (allowForeignOwner || owner == Libc.geteuid())
        {
            return backing;
        }

        backing.Dispose();
        throw SharedMemoryErrors.ForeignOwner(name, LinuxUsers.Name(owner));
    }

    /// <inheritdoc/>
    // SAFETY: the path is pinned and ends with a zero byte.
    public unsafe void RemoveCreated(MapBacking backing)
    {
        if (backing.IsCreated && backing.Path is not null && StatPath(backing.Path)?.Identity == backing.Identity)
        {
            fixed (byte* name = LinuxFile.NativePath(backing.Path))
            {
                // Best effort: the failure that brought us here is the one to report.
                _ = Libc.unlink(name);
            }
        }
    }

    /// <inheritdoc/>
    public MapBacking OpenHandle(SafeFileHandle handle)
    {
        NativeFailure failure = new() { Call = "fcntl" };
        DescriptorReserve.Take();
        bool isHeld = false;
        int copy;
        try
        {
            // Holding the handle keeps its number from being closed and used again by another thread meanwhile.
            handle.DangerousAddRef(ref isHeld);
            copy = Libc.fcntl((int)handle.DangerousGetHandle(), FileConstants.F_DUPFD_CLOEXEC, 0);
        }
        catch (System.ObjectDisposedException)
        {
            throw Failure(Errno.EBADF, failure);
        }
        finally
        {
            if (isHeld)
            {
                handle.DangerousRelease();
            }
        }

        if (copy < 0)
        {
            throw Failure(LastErrno(), failure);
        }

        return Own(copy, LinuxFile.LinkTarget(copy), created: false, failure, sharesPosition: true);
    }

    /// <summary>Removes the name of a shared memory object (shm_unlink(3)).</summary>
    // SAFETY: the path is pinned and ends with a zero byte.
    internal static unsafe void RemoveSharedMemory(string name)
    {
        string path = SharedMemoryFolder + name;
        fixed (byte* bytes = LinuxFile.NativePath(path))
        {
            if (Libc.unlink(bytes) != 0)
            {
                throw Failure(LastErrno(), new NativeFailure { Call = "unlink", Path = path, SharedName = name, ForWriting = true });
            }
        }
    }

    /// <summary>Creates with O_EXCL first, so that it is known who created the file.</summary>
    private static MapBacking OpenOrCreate(string path, int flags, uint mode, NativeFailure failure)
    {
        DescriptorReserve.Take();
        for (int attempt = 1; ; attempt++)
        {
            int created = OpenNative(path, flags | FileConstants.O_CREAT | FileConstants.O_EXCL, mode);
            if (created >= 0)
            {
                return Own(created, path, created: true, failure);
            }

            int errno = LastErrno();
            if (errno is not (Errno.EEXIST or Errno.EACCES or Errno.EROFS))
            {
                throw Failure(errno, failure);
            }

            // Without O_CREAT: the kernel may refuse O_CREAT on a file of others in a sticky folder.
            int opened = OpenNative(path, flags, 0);
            if (opened >= 0)
            {
                return Own(opened, path, created: false, failure);
            }

            int second = LastErrno();
            if (second != Errno.ENOENT || errno != Errno.EEXIST)
            {
                throw Failure(second == Errno.ENOENT ? errno : second, WithType(path, failure));
            }

            // It is there and it is not: a symbolic link to nothing, or somebody removed it between the two calls.
            if (LinkErrors.Dangling(path, forWriting: true) is { } dangling)
            {
                throw dangling;
            }

            if (attempt == OpenAttempts)
            {
                throw Failure(Errno.ENOENT, failure);
            }
        }
    }

    private static MapBacking Open(string path, int flags, uint mode, bool created, NativeFailure failure)
    {
        DescriptorReserve.Take();
        int fd = OpenNative(path, flags, mode);
        if (fd >= 0)
        {
            return Own(fd, path, created, failure);
        }

        int errno = LastErrno();
        throw (errno == Errno.ENOENT ? LinkErrors.Dangling(path, failure.ForWriting) : null) ?? Failure(errno, WithType(path, failure));
    }

    // SAFETY: the path is pinned and ends with a zero byte.
    private static unsafe int OpenNative(string path, int flags, uint mode)
    {
        fixed (byte* name = LinuxFile.NativePath(path))
        {
            bool hasReleased = false;
            for (int attempt = 1; ; attempt++)
            {
                int fd = Libc.open(name, flags, mode);
                int errno = fd >= 0 ? 0 : LastErrno();
                bool isWorthMore = errno switch
                {
                    Errno.EINTR => attempt < Interrupted.Attempts,
                    Errno.EMFILE or Errno.ENFILE when !hasReleased => hasReleased = ForgottenMaps.Release(),
                    _ => false,
                };
                if (!isWorthMore)
                {
                    // Collecting has made calls of its own.
                    Marshal.SetLastPInvokeError(errno);
                    return fd;
                }
            }
        }
    }

    /// <summary>Takes over a descriptor and looks at what it is.</summary>
    private static MapBacking Own(int fd, string? path, bool created, NativeFailure failure, bool sharesPosition = false)
    {
        SafeFileHandle file = new(fd, ownsHandle: true);
        int errno = LinuxFile.TryStat(fd, out FileStatus status);
        int openFlags = LinuxFile.OpenFlags(fd);
        if (errno != 0 || openFlags < 0)
        {
            file.Dispose();
            throw Failure(errno != 0 ? errno : Errno.EBADF, failure with { Call = "statx" });
        }

        bool writable = (openFlags & FileConstants.O_ACCMODE) == FileConstants.O_RDWR;
        bool direct = (openFlags & FileConstants.O_DIRECT) != 0;
        MapBacking backing = Describe(file, status, path, writable, created, readsDevice: direct, sharesPosition: sharesPosition);
        if (status.Type is BackingType.RegularFile or BackingType.BlockDevice or BackingType.CharacterDevice)
        {
            return backing;
        }

        file.Dispose();
        throw Failure(Errno.ENODEV, failure with { Call = "mmap", Path = path, Backing = backing });
    }

    /// <summary>Adds the type of a file that could not even be opened, so that the error can name it.</summary>
    internal static NativeFailure WithType(string path, NativeFailure failure) =>
        LinuxFile.TryStat(path, followLinks: true, out FileStatus status) == 0
            ? failure with { Backing = Describe(new SafeFileHandle(-1, ownsHandle: false), status, path, writable: false, created: false) }
            : failure;
}
