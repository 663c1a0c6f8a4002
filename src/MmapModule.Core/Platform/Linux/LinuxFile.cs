using System;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux;

/// <summary>Questions about files: stat, size, seals, free space, file system.</summary>
internal static unsafe class LinuxFile
{
    /// <summary>A path as the zero-terminated bytes that system calls take.</summary>
    internal static byte[] NativePath(string path) => Encoding.UTF8.GetBytes(path + "\0");

    /// <summary>statx on a descriptor; the error number, or 0.</summary>
    // SAFETY: the path is an empty constant, the buffer a local variable.
    internal static int TryStat(int fd, out FileStatus status)
    {
        StatXBuffer buffer;
        fixed (byte* empty = "\0"u8)
        {
            int errno = Stat(fd, empty, FileConstants.AT_EMPTY_PATH, &buffer);
            status = errno == 0 ? ToStatus(buffer) : default;
            return errno;
        }
    }

    /// <summary>statx on a path; the error number, or 0.</summary>
    // SAFETY: the path is pinned and ends with a zero byte, the buffer is a local variable.
    internal static int TryStat(string path, bool followLinks, out FileStatus status)
    {
        StatXBuffer buffer;
        fixed (byte* name = NativePath(path))
        {
            int flags = followLinks ? 0 : FileConstants.AT_SYMLINK_NOFOLLOW;
            int errno = Stat(FileConstants.AT_FDCWD, name, flags, &buffer);
            status = errno == 0 ? ToStatus(buffer) : default;
            return errno;
        }
    }

    /// <summary>The seals of a memory file; none if the file cannot have any. The exec seal, which every memory file of ours has, does not count.</summary>
    internal static MapSeals Seals(SafeFileHandle file)
    {
        const MapSeals known = MapSeals.Seal | MapSeals.Shrink | MapSeals.Grow | MapSeals.Write | MapSeals.FutureWrite;
        int seals = Libc.fcntl((int)file.DangerousGetHandle(), FileConstants.F_GET_SEALS, 0);
        return seals < 0 ? MapSeals.None : (MapSeals)seals & known;
    }

    /// <summary>Whether the file is one that can have seals.</summary>
    internal static bool CanBeSealed(SafeFileHandle file) => Libc.fcntl((int)file.DangerousGetHandle(), FileConstants.F_GET_SEALS, 0) >= 0;

    /// <summary>The flags the file was opened with (O_RDWR and so on); -1 if it is not open.</summary>
    internal static int OpenFlags(int fd) => Libc.fcntl(fd, FileConstants.F_GETFL, 0);

    /// <summary>Bytes that an ordinary user may still allocate on the file system; null if unknown or without limit.</summary>
    // SAFETY: the buffer is a local variable.
    internal static long? FreeBytes(SafeFileHandle file)
    {
        StatVfsBuffer buffer;
        return Libc.fstatvfs((int)file.DangerousGetHandle(), &buffer) == 0 && buffer.f_blocks > 0 ? (long)(buffer.f_bavail * buffer.f_frsize) : null;
    }

    /// <summary>Bytes that the file system has left for anybody; the largest number if unknown.</summary>
    // SAFETY: the buffer is a local variable.
    internal static long FreeBytesForRoot(SafeFileHandle file)
    {
        StatVfsBuffer buffer;
        bool isKnown = Libc.fstatvfs((int)file.DangerousGetHandle(), &buffer) == 0 && buffer.f_frsize > 0;
        return isKnown ? (long)Math.Min(buffer.f_bfree * buffer.f_frsize, long.MaxValue) : long.MaxValue;
    }

    // SAFETY: the buffer is a local variable.
    internal static bool IsNoExec(SafeFileHandle file)
    {
        StatVfsBuffer buffer;
        return Libc.fstatvfs((int)file.DangerousGetHandle(), &buffer) == 0 && (buffer.f_flag & FileConstants.ST_NOEXEC) != 0;
    }

    /// <summary>The magic number of the file system, see statfs(2); 0 if unknown.</summary>
    // SAFETY: the buffer is a local variable.
    internal static long FileSystemType(int fd)
    {
        StatFsBuffer buffer;
        return Libc.fstatfs(fd, &buffer) == 0 ? buffer.f_type : 0;
    }

    /// <summary>The page size of a file on hugetlbfs, in bytes; 0 for every other file.</summary>
    // SAFETY: the buffer is a local variable.
    internal static long HugePageSize(SafeFileHandle file)
    {
        StatFsBuffer buffer;
        return Libc.fstatfs((int)file.DangerousGetHandle(), &buffer) == 0 && FileSystems.IsHuge(buffer.f_type) ? buffer.f_bsize : 0;
    }

    /// <summary>The size of a block device in bytes (its st_size is 0).</summary>
    // SAFETY: the kernel writes 8 bytes to a local variable.
    internal static long BlockDeviceSize(int fd)
    {
        ulong size = 0;
        return Libc.ioctl(fd, FileConstants.BLKGETSIZE64, &size) == 0 ? (long)size : 0;
    }

    /// <summary>The path a descriptor was opened by; null for one that has none, such as a pipe.</summary>
    internal static string? LinkTarget(int fd)
    {
        string link = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{fd}");
        string? target = new FileInfo(link).LinkTarget;
        return target is null || !target.StartsWith('/') ? null
            : target.EndsWith(" (deleted)", StringComparison.Ordinal) || target.StartsWith("/memfd:", StringComparison.Ordinal)
                ? string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{fd}")
                : target;
    }

    /// <summary>A sandbox may forbid statx, which is younger than the call that the runtime uses.</summary>
    // SAFETY: the caller has pinned the path, which ends with a zero byte.
    private static int Stat(int fd, byte* path, int flags, StatXBuffer* buffer)
    {
        int errno = !SeccompFilter.MayTry ? Errno.EPERM
            : Libc.statx(fd, path, flags, FileConstants.STATX_BASIC_STATS, buffer) == 0 ? 0
            : Marshal.GetLastPInvokeError();
        return errno is Errno.EPERM or Errno.ENOSYS ? OldStat.TryStat(fd, path, flags, buffer) : errno;
    }

    private static FileStatus ToStatus(StatXBuffer buffer) => new(
        (buffer.stx_mode & FileConstants.S_IFMT) switch
        {
            FileConstants.S_IFREG => BackingType.RegularFile,
            FileConstants.S_IFDIR => BackingType.Directory,
            FileConstants.S_IFBLK => BackingType.BlockDevice,
            FileConstants.S_IFCHR => BackingType.CharacterDevice,
            FileConstants.S_IFIFO => BackingType.Pipe,
            FileConstants.S_IFSOCK => BackingType.Socket,
            _ => BackingType.Other,
        },
        (long)buffer.stx_size,
        new FileIdentity(buffer.stx_dev_major, buffer.stx_dev_minor, buffer.stx_ino),
        buffer.stx_uid,
        (uint)buffer.stx_mode & 0xFFF,
        buffer.stx_nlink,
        DateTime.UnixEpoch.AddTicks((buffer.stx_mtime_sec * TimeSpan.TicksPerSecond) + (buffer.stx_mtime_nsec / 100)));
}
