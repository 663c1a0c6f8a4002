using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.MacOS;
using MmapModule.Platform.MacOS.Errors;
using MmapModule.Platform.MacOS.Files;

namespace MmapModule.Platform.MacOS;

/// <content>Opening files.</content>
internal sealed partial class MacOSPlatform
{
    /// <summary>The number of attempts to open a file that others keep removing and creating.</summary>
    private const int OpenAttempts = 100;

    /// <summary>Opening a pipe must not hang the shell; ordinary files do not care.</summary>
    private const int OpenQuietly = FileConstants.O_CLOEXEC | FileConstants.O_NOCTTY | FileConstants.O_NONBLOCK;

    /// <inheritdoc/>
    public MapBacking OpenFile(string path, bool writable, bool create, uint mode = MapBacking.NewFileMode)
    {
        int flags = OpenQuietly | (writable ? FileConstants.O_RDWR : FileConstants.O_RDONLY);
        NativeFailure failure = new() { Call = "open", Path = path, ForWriting = writable };

        // Opening a pipe lets its writer go on, and what it writes is lost.
        if (MacOSFile.TryStat(path, followLinks: true, out FileStatus status) == 0 && status.Type == BackingType.Pipe)
        {
            throw Failure(Errno.ENODEV, WithType(path, failure));
        }

        for (int attempt = 1; ; attempt++)
        {
            if (create)
            {
                int made = OpenNative(path, flags | FileConstants.O_CREAT | FileConstants.O_EXCL, mode);
                if (made >= 0)
                {
                    return Own(made, path, created: true, failure);
                }

                int refused = LastErrno();
                if (refused is not (Errno.EEXIST or Errno.EACCES or Errno.EROFS))
                {
                    throw Failure(refused, failure);
                }
            }

            int opened = OpenNative(path, flags, 0);
            if (opened >= 0)
            {
                return Own(opened, path, created: false, failure);
            }

            int errno = LastErrno();
            if (!create || errno != Errno.ENOENT || attempt == OpenAttempts)
            {
                throw Failure(errno, WithType(path, failure));
            }
        }
    }

    /// <inheritdoc/>
    public bool TryReadSmall(FoundFile file, Span<byte> bytes, out int length, out FileIdentity identity)
    {
        length = 0;
        identity = default;
        if (!file.IsRegular && StatPath(file.Path)?.Type != BackingType.RegularFile)
        {
            return false;
        }

        int descriptor = OpenNative(file.Path, OpenQuietly | FileConstants.O_RDONLY, 0);
        if (descriptor < 0)
        {
            return false;
        }

        using SafeFileHandle open = new(descriptor, ownsHandle: true);
        if (MacOSFile.TryStat(open, out FileStatus status) != 0 || status.Type != BackingType.RegularFile || status.Size < 1 || status.Size > bytes.Length)
        {
            return false;
        }

        identity = status.Identity;
        try
        {
            MapBacking small = Describe(open, status, file.Path, writable: false, created: false);
            int got;
            while (length < status.Size && (got = Cache.Read(small, length, bytes[length..(int)status.Size])) > 0)
            {
                length += got;
            }

            return true;
        }
        catch (MmapException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public MapBacking OpenHandle(SafeHandle handle)
    {
        NativeFailure failure = new() { Call = "fcntl" };
        HeldDescriptor held;
        try
        {
            held = new HeldDescriptor(handle);
        }
        catch (ObjectDisposedException)
        {
            throw Failure(Errno.EBADF, failure);
        }

        // It stays open until its number has been duplicated.
        using (held)
        {
            using SafeFileHandle borrowed = new(held.Number, ownsHandle: false);
            int copy = SystemCalls.Fcntl(borrowed, FileConstants.F_DUPFD_CLOEXEC);
            return copy >= 0 ? Own(copy, null, created: false, failure, sharesPosition: true) : throw Failure(LastErrno(), failure);
        }
    }

    /// <inheritdoc/>
    public string PathOf(SafeHandle handle)
    {
        using HeldDescriptor held = new(handle);
        using SafeFileHandle borrowed = new(held.Number, ownsHandle: false);
        return MacOSFile.PathOf(borrowed) ?? held.Path;
    }

    /// <inheritdoc/>
    public IFileReplacement? TryReplace(string path, uint mode, Func<FileIdentity, bool> isMapped) => FileReplacement.TryBegin(this, path, mode, isMapped);

    /// <inheritdoc/>
    public string? RemoveCreated(MapBacking backing)
    {
        if (!_sharedMemory.TryRemoveCreated(backing) && backing is { IsCreated: true, Path: { } path } && StatPath(path)?.Identity == backing.Identity)
        {
            Unlink(path);
        }

        return null;
    }

    /// <summary>Creates a file that will replace another one; errors use the name of that one. Null if the folder does not accept it.</summary>
    internal static MapBacking? TryCreate(string path, string shown, uint mode)
    {
        int flags = OpenQuietly | FileConstants.O_NOFOLLOW | FileConstants.O_RDWR | FileConstants.O_CREAT | FileConstants.O_EXCL;
        NativeFailure failure = new() { Call = "open", Path = shown, ForWriting = true };
        int descriptor = OpenNative(path, flags, mode);
        int errno = descriptor >= 0 ? 0 : LastErrno();
        return descriptor >= 0 ? Own(descriptor, shown, created: false, failure)
            : errno is Errno.EMFILE or Errno.ENFILE or Errno.ENOSPC or Errno.EDQUOT ? throw Failure(errno, failure)
            : null;
    }

    /// <summary>Removes a name and ignores errors: the failure that led here is the one to report.</summary>
    // SAFETY: the path is pinned and ends with a zero byte.
    internal static unsafe void Unlink(string path)
    {
        fixed (byte* name = MacOSFile.NativePath(path))
        {
            _ = LibSystem.unlink(name);
        }
    }

    // SAFETY: the path is pinned and ends with a zero byte.
    private static unsafe int OpenNative(string path, int flags, uint mode)
    {
        fixed (byte* name = MacOSFile.NativePath(path))
        {
            int descriptor;
            int attempt = 0;
            do
            {
                descriptor = SystemCalls.Open(name, flags, mode);
            }
            while (descriptor < 0 && LastErrno() == Errno.EINTR && ++attempt < Interrupted.Attempts);

            return descriptor;
        }
    }

    /// <summary>Takes ownership of a descriptor and checks what kind of file it is.</summary>
    private static MapBacking Own(int descriptor, string? path, bool created, NativeFailure failure, bool sharesPosition = false)
    {
        SafeFileHandle file = new(descriptor, ownsHandle: true);
        try
        {
            int errno = MacOSFile.TryStat(file, out FileStatus status);
            int flags = MacOSFile.OpenFlags(file);
            if (errno != 0 || flags < 0)
            {
                throw Failure(errno != 0 ? errno : Errno.EBADF, failure with { Call = "fstat" });
            }

            string? shown = sharesPosition ? MacOSFile.PathOf(file) : path;
            MapBacking backing = Describe(file, status, shown, (flags & FileConstants.O_ACCMODE) == FileConstants.O_RDWR, created, sharesPosition: sharesPosition);
            return status.Type is BackingType.RegularFile or BackingType.BlockDevice or BackingType.CharacterDevice
                ? backing
                : throw Failure(Errno.ENODEV, failure with { Call = "mmap", Path = shown, Backing = backing });
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static MapBacking Describe(SafeFileHandle file, FileStatus status, string? path, bool writable, bool created, bool immutable = false, bool sharesPosition = false, uint? sourceMode = null)
    {
        bool isLocal = MacOSFile.IsLocal(file);
        return new MapBacking
        {
            File = file,
            Path = path,
            Type = status.Type,
            Identity = status.Identity,
            IsWritable = writable,
            IsCreated = created,
            IsCoherent = status.Type == BackingType.RegularFile && isLocal,
            IsNetwork = !isLocal && status.Type == BackingType.RegularFile,
            NeedsProcessorCopy = false,
            IsImmutable = immutable,
            SharesPosition = sharesPosition,
            SourceMode = sourceMode,
        };
    }

    /// <summary>Adds the type of a file that could not even be opened, so that the error can name it.</summary>
    private static NativeFailure WithType(string path, NativeFailure failure) =>
        MacOSFile.TryStat(path, followLinks: true, out FileStatus status) == 0
            ? failure with { Backing = Describe(new SafeFileHandle(-1, ownsHandle: false), status, path, writable: false, created: false) }
            : failure;
}
