using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Files;
using MmapModule.Platform.Linux.Limits;

namespace MmapModule.Platform.Linux;

/// <content>Opening files.</content>
internal sealed partial class LinuxPlatform
{
    /// <summary>The number of attempts to open a file that others keep removing and creating.</summary>
    private const int OpenAttempts = 100;

    /// <summary>How many milliseconds to wait for the lease of another process.</summary>
    private const int LeaseAttempts = 20;

    /// <inheritdoc/>
    public MapBacking OpenFile(string path, bool writable, bool create, uint mode = MapBacking.NewFileMode)
    {
        // O_NONBLOCK: opening a pipe or a leased file must not hang the shell; ordinary files do not care.
        int flags = FileConstants.O_CLOEXEC | FileConstants.O_NOCTTY | FileConstants.O_NONBLOCK
            | (writable ? FileConstants.O_RDWR : FileConstants.O_RDONLY);
        NativeFailure failure = new() { Call = "open", Path = path, ForWriting = writable };
        if (IsPipe(path))
        {
            throw Failure(Errno.ENODEV, WithType(path, failure) with { Call = "mmap" });
        }

        return create ? OpenOrCreate(path, flags, mode, failure) : Open(path, flags, 0, created: false, failure);
    }

    /// <inheritdoc/>
    // SAFETY: the buffer is pinned while the kernel fills it, and no more is asked for than fits.
    public unsafe bool TryReadSmall(FoundFile file, System.Span<byte> bytes, out int length, out FileIdentity identity)
    {
        length = 0;
        identity = default;
        if (!file.IsRegular && StatPath(file.Path)?.Type != BackingType.RegularFile)
        {
            // Opening it may do harm: see IsPipe. A tape drive is rewound.
            return false;
        }

        int fd = OpenNative(file.Path, FileConstants.O_CLOEXEC | FileConstants.O_NOCTTY | FileConstants.O_NONBLOCK | FileConstants.O_RDONLY, 0);
        if (fd < 0)
        {
            return false;
        }

        using SafeFileHandle open = new(fd, ownsHandle: true);
        if (LinuxFile.TryStat(open, out FileStatus status) != 0 || status.Type != BackingType.RegularFile || status.Size < 1 || status.Size > bytes.Length)
        {
            return false;
        }

        identity = status.Identity;
        fixed (byte* start = bytes)
        {
            while (length < status.Size)
            {
                nint count = Libc.pread(open, start + length, (nuint)(status.Size - length), length);
                if (count < 0)
                {
                    return false;
                }

                if (count == 0)
                {
                    // It has become shorter in the meantime.
                    break;
                }

                length += (int)count;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public string? RemoveCreated(MapBacking backing)
    {
        if (!backing.IsCreated || backing.Path is not { } path)
        {
            return null;
        }

        // Others may have opened it since then, so it is theirs, too.
        bool isAlone = SoleUse.ActUnlessShared(backing.File, () =>
        {
            if (StatPath(path)?.Identity == backing.Identity)
            {
                Unlink(path);
            }
        });
        return isAlone ? null : UndoErrors.Created(path);
    }

    /// <summary>
    /// Whether a path is that of a pipe. This is checked before it is opened: opening it lets its writer continue, and what it
    /// writes is lost when it is closed again.
    /// </summary>
    internal static bool IsPipe(string path) => LinuxFile.TryStat(path, followLinks: true, out FileStatus status) == 0 && status.Type == BackingType.Pipe;

    /// <summary>Removes a name and ignores errors: the failure that led here is the one to report.</summary>
    // SAFETY: the path is pinned and ends with a zero byte.
    internal static unsafe void Unlink(string path)
    {
        fixed (byte* name = LinuxFile.NativePath(path))
        {
            _ = Libc.unlink(name);
        }
    }

    /// <inheritdoc/>
    public MapBacking OpenHandle(SafeHandle handle)
    {
        NativeFailure failure = new() { Call = "fcntl" };
        DescriptorReserve.Take();
        int copy;
        try
        {
            // It stays open until its number has been duplicated.
            using HeldDescriptor held = new(handle);
            using SafeFileHandle borrowed = new(held.Number, ownsHandle: false);
            copy = Libc.fcntl(borrowed, FileConstants.F_DUPFD_CLOEXEC, 0);
        }
        catch (System.ObjectDisposedException)
        {
            throw Failure(Errno.EBADF, failure);
        }

        return copy >= 0 ? Own(copy, null, created: false, failure, sharesPosition: true) : throw Failure(LastErrno(), failure);
    }

    /// <summary>Creates with O_EXCL first, to know who created the file.</summary>
    internal static MapBacking OpenOrCreate(string path, int flags, uint mode, NativeFailure failure)
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

            // It exists and does not exist: it is a broken symbolic link, or it was removed between the two calls.
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

    /// <summary>Creates a file that will replace another one; errors use the name of that one. Null if the folder does not accept it.</summary>
    internal static MapBacking? TryCreate(string path, string shown, uint mode)
    {
        int flags = FileConstants.O_CLOEXEC | FileConstants.O_NOFOLLOW | FileConstants.O_RDWR | FileConstants.O_CREAT | FileConstants.O_EXCL;
        NativeFailure failure = new() { Call = "open", Path = shown, ForWriting = true };
        int fd = OpenNative(path, flags, mode);
        int errno = fd >= 0 ? 0 : LastErrno();
        return fd >= 0 ? Own(fd, shown, created: false, failure)
            : errno is Errno.EMFILE or Errno.ENFILE or Errno.ENOSPC or Errno.EDQUOT ? throw Failure(errno, failure)
            : null;
    }

    internal static MapBacking Open(string path, int flags, uint mode, bool created, NativeFailure failure)
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
    internal static unsafe int OpenNative(string path, int flags, uint mode)
    {
        fixed (byte* name = LinuxFile.NativePath(path))
        {
            bool hasReleased = false;
            int leased = 0;
            for (int attempt = 1; ; attempt++)
            {
                int fd = Libc.open(name, flags, mode);
                int errno = fd >= 0 ? 0 : LastErrno();
                bool isWorthMore = errno switch
                {
                    Errno.EINTR => attempt < Interrupted.Attempts,
                    Errno.EAGAIN => leased++ < LeaseAttempts,
                    Errno.EMFILE or Errno.ENFILE when !hasReleased => hasReleased = ForgottenMaps.Release(),
                    _ => false,
                };
                if (errno == Errno.EAGAIN && isWorthMore)
                {
                    // The holder of the lease has been notified. Most hold it for microseconds only, as this module does.
                    System.Threading.Thread.Sleep(1);
                }

                if (!isWorthMore)
                {
                    // Collecting has made calls of its own.
                    Marshal.SetLastPInvokeError(errno);
                    return fd;
                }
            }
        }
    }

    /// <summary>Takes ownership of a descriptor and checks what kind of file it is.</summary>
    private static MapBacking Own(int fd, string? path, bool created, NativeFailure failure, bool sharesPosition = false)
    {
        SafeFileHandle file = new(fd, ownsHandle: true);
        try
        {
            return Own(file, sharesPosition ? LinuxFile.LinkTarget(file) : path, created, failure, sharesPosition);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static MapBacking Own(SafeFileHandle file, string? path, bool created, NativeFailure failure, bool sharesPosition)
    {
        int errno = LinuxFile.TryStat(file, out FileStatus status);
        int openFlags = LinuxFile.OpenFlags(file);
        if (errno != 0 || openFlags < 0)
        {
            throw Failure(errno != 0 ? errno : Errno.EBADF, failure with { Call = "statx" });
        }

        bool writable = (openFlags & FileConstants.O_ACCMODE) == FileConstants.O_RDWR;
        bool direct = (openFlags & FileConstants.O_DIRECT) != 0;
        MapBacking backing = Describe(file, status, path, writable, created, readsDevice: direct, sharesPosition: sharesPosition);
        if (status.Type is BackingType.RegularFile or BackingType.BlockDevice or BackingType.CharacterDevice)
        {
            return backing;
        }

        throw Failure(Errno.ENODEV, failure with { Call = "mmap", Path = path, Backing = backing });
    }

    /// <summary>Adds the type of a file that could not even be opened, so that the error can name it.</summary>
    internal static NativeFailure WithType(string path, NativeFailure failure) =>
        LinuxFile.TryStat(path, followLinks: true, out FileStatus status) == 0
            ? failure with { Backing = Describe(new SafeFileHandle(-1, ownsHandle: false), status, path, writable: false, created: false) }
            : failure;
}
