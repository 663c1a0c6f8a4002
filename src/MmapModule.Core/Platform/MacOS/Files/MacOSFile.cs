using System;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.MacOS;

namespace MmapModule.Platform.MacOS.Files;

/// <summary>Questions about files: status, path, free space, file system.</summary>
internal static unsafe class MacOSFile
{
    /// <summary>No file at all: what anonymous memory is mapped from.</summary>
    internal static SafeFileHandle None { get; } = new(-1, ownsHandle: false);

    /// <summary>On x64 the names of functions say which struct stat is meant; on arm64 there is only one.</summary>
    private static bool HasOldNames => RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>A path as the zero-terminated bytes that system calls take.</summary>
    /// <exception cref="MmapException">InvalidArgument for a path with a zero in it: the kernel would take what stands before it for the path.</exception>
    internal static byte[] NativePath(string path)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(MapPath.Check(path)) + 1];
        _ = Encoding.UTF8.GetBytes(path, bytes);
        return bytes;
    }

    /// <summary>fstat(2); the error number, or 0.</summary>
    // SAFETY: the buffer is a local variable of the size that the kernel fills.
    internal static int TryStat(SafeFileHandle file, out FileStatus status)
    {
        StatBuffer buffer;
        int result = HasOldNames ? LibSystem.fstat_inode64(file, &buffer) : LibSystem.fstat(file, &buffer);
        int errno = result == 0 ? 0 : Marshal.GetLastPInvokeError();
        status = errno == 0 ? ToStatus(buffer) : default;
        return errno;
    }

    /// <summary>stat(2) or lstat(2); the error number, or 0.</summary>
    // SAFETY: the path is pinned and ends with a zero byte, the buffer is a local variable.
    internal static int TryStat(string path, bool followLinks, out FileStatus status)
    {
        StatBuffer buffer;
        fixed (byte* name = NativePath(path))
        {
            int result = (followLinks, HasOldNames) switch
            {
                (true, true) => LibSystem.stat_inode64(name, &buffer),
                (true, false) => LibSystem.stat(name, &buffer),
                (false, true) => LibSystem.lstat_inode64(name, &buffer),
                _ => LibSystem.lstat(name, &buffer),
            };
            int errno = result == 0 ? 0 : Marshal.GetLastPInvokeError();
            status = errno == 0 ? ToStatus(buffer) : default;
            return errno;
        }
    }

    /// <summary>The flags the file was opened with (O_RDWR and so on); -1 if it is not open.</summary>
    internal static int OpenFlags(SafeFileHandle file) => SystemCalls.Fcntl(file, FileConstants.F_GETFL);

    /// <summary>Bytes that an ordinary user may still allocate on the file system; null if unknown.</summary>
    internal static long? FreeBytes(SafeFileHandle file) =>
        TryStatFs(file, out StatFsBuffer buffer) && buffer.f_blocks > 0 ? (long)Math.Min(buffer.f_bavail * buffer.f_bsize, long.MaxValue) : null;

    /// <summary>The size of a block of the file system, in bytes.</summary>
    internal static long BlockSize(SafeFileHandle file) =>
        TryStatFs(file, out StatFsBuffer buffer) && buffer.f_bsize > 0 ? buffer.f_bsize : Environment.SystemPageSize;

    /// <summary>Whether the file system is on this machine.</summary>
    internal static bool IsLocal(SafeFileHandle file) => TryStatFs(file, out StatFsBuffer buffer) && (buffer.f_flags & FileConstants.MNT_LOCAL) != 0;

    /// <summary>Whether nothing on the file system may be executed.</summary>
    internal static bool IsNoExec(SafeFileHandle file) => TryStatFs(file, out StatFsBuffer buffer) && (buffer.f_flags & FileConstants.MNT_NOEXEC) != 0;

    /// <summary>The path of an open file; null if it has none any more.</summary>
    // SAFETY: the buffer has the size that F_GETPATH may fill, with a zero byte at the end.
    internal static string? PathOf(SafeFileHandle file)
    {
        byte* buffer = stackalloc byte[FileConstants.MAXPATHLEN];
        if (SystemCalls.Fcntl(file, FileConstants.F_GETPATH, (nint)buffer) != 0 || Marshal.PtrToStringUTF8((nint)buffer) is not { Length: > 0 } path)
        {
            return null;
        }

        return TryStat(path, followLinks: false, out FileStatus there) == 0 && TryStat(file, out FileStatus open) == 0 && there.Identity == open.Identity ? path : null;
    }

    /// <summary>The name of a user; the number if it has none.</summary>
    // SAFETY: the name points into the buffer, which outlives the copy made of it.
    internal static string UserName(uint id)
    {
        const int size = 16 * 1024;
        byte* buffer = stackalloc byte[size];
        PasswdEntry entry;
        PasswdEntry* found;
        int error = LibSystem.getpwuid_r(id, &entry, buffer, size, &found);
        string? name = error == 0 && found is not null ? Marshal.PtrToStringUTF8((nint)found->pw_name) : null;
        return name ?? id.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>What struct stat says, in the words of the engine.</summary>
    internal static FileStatus ToStatus(StatBuffer buffer) => new(
        (buffer.st_mode & FileConstants.S_IFMT) switch
        {
            FileConstants.S_IFREG => BackingType.RegularFile,
            FileConstants.S_IFDIR => BackingType.Directory,
            FileConstants.S_IFLNK => BackingType.Link,
            FileConstants.S_IFBLK => BackingType.BlockDevice,
            FileConstants.S_IFCHR => BackingType.CharacterDevice,
            FileConstants.S_IFIFO => BackingType.Pipe,
            FileConstants.S_IFSOCK => BackingType.Socket,
            _ => BackingType.Other,
        },
        buffer.st_size,

        // major() and minor() of sys/types.h.
        new FileIdentity((uint)buffer.st_dev >> 24, (uint)buffer.st_dev & 0xFFFFFF, buffer.st_ino),
        buffer.st_uid,
        buffer.st_gid,
        (uint)buffer.st_mode & 0xFFF,
        buffer.st_nlink,
        Time(buffer.st_mtimespec_sec, buffer.st_mtimespec_nsec));

    /// <summary>File systems keep dates that .NET does not know: they become the first or the last one that it knows.</summary>
    private static DateTime Time(long seconds, long nanoseconds)
    {
        long first = -DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerSecond;
        long last = ((DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond) - 1;
        if (seconds < first || seconds > last)
        {
            return DateTime.SpecifyKind(seconds < 0 ? DateTime.MinValue : DateTime.MaxValue, DateTimeKind.Utc);
        }

        return DateTime.UnixEpoch.AddTicks((seconds * TimeSpan.TicksPerSecond) + (nanoseconds / 100));
    }

    // SAFETY: the buffer is a local variable of the size that the kernel fills.
    private static bool TryStatFs(SafeFileHandle file, out StatFsBuffer status)
    {
        StatFsBuffer buffer;
        int result = HasOldNames ? LibSystem.fstatfs_inode64(file, &buffer) : LibSystem.fstatfs(file, &buffer);
        status = result == 0 ? buffer : default;
        return result == 0;
    }
}
