using System;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Limits;

namespace MmapModule.Platform.Linux.Files;

/// <summary>Questions about files: stat, size, seals, free space, file system.</summary>
internal static unsafe class LinuxFile
{
    /// <summary>No file at all: what anonymous memory is mapped from.</summary>
    internal static SafeFileHandle None { get; } = new(-1, ownsHandle: false);

    /// <summary>A path as the zero-terminated bytes that system calls take.</summary>
    /// <exception cref="MmapException">InvalidArgument for a path with a zero in it: the kernel would take what stands before it for the path.</exception>
    internal static byte[] NativePath(string path)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(MapPath.Check(path)) + 1];
        _ = Encoding.UTF8.GetBytes(path, bytes);
        return bytes;
    }

    /// <summary>statx on a descriptor; the error number, or 0.</summary>
    // SAFETY: the path is an empty constant, the buffer a local variable.
    internal static int TryStat(SafeFileHandle file, out FileStatus status)
    {
        using HeldDescriptor held = new(file);
        StatXBuffer buffer;
        fixed (byte* empty = "\0"u8)
        {
            int errno = Stat(held.Number, empty, FileConstants.AT_EMPTY_PATH, &buffer);
            status = errno == 0 ? ToStatus(buffer) : default;
            return errno;
        }
    }

    /// <summary>When something about the file was changed last, its names included; null if that cannot be seen.</summary>
    // SAFETY: the path is an empty constant, the buffer a local variable.
    internal static DateTime? ChangeTime(SafeFileHandle file)
    {
        using HeldDescriptor held = new(file);
        StatXBuffer buffer;
        fixed (byte* empty = "\0"u8)
        {
            return Stat(held.Number, empty, FileConstants.AT_EMPTY_PATH, &buffer) == 0 ? Time(buffer.stx_ctime_sec, buffer.stx_ctime_nsec) : null;
        }
    }

    /// <summary>statx on a path; the error number, or 0.</summary>
    internal static int TryStat(string path, bool followLinks, out FileStatus status) => TryStat(NativePath(path), followLinks, out status);

    /// <summary>statx on a <see cref="NativePath"/>; the error number, or 0.</summary>
    // SAFETY: the path is pinned and ends with a zero byte, the buffer is a local variable.
    internal static int TryStat(byte[] path, bool followLinks, out FileStatus status)
    {
        StatXBuffer buffer;
        fixed (byte* name = path)
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
        int seals = Libc.fcntl(file, FileConstants.F_GET_SEALS, 0);
        return seals < 0 ? MapSeals.None : LinuxFlags.Seals(seals);
    }

    /// <summary>Whether the file is one that can have seals.</summary>
    internal static bool CanBeSealed(SafeFileHandle file) => Libc.fcntl(file, FileConstants.F_GET_SEALS, 0) >= 0;

    /// <summary>The flags the file was opened with (O_RDWR and so on); -1 if it is not open.</summary>
    internal static int OpenFlags(SafeFileHandle file) => Libc.fcntl(file, FileConstants.F_GETFL, 0);

    /// <summary>Bytes that an ordinary user may still allocate on the file system; null if unknown or without limit.</summary>
    // SAFETY: the buffer is a local variable.
    internal static long? FreeBytes(SafeFileHandle file)
    {
        StatVfsBuffer buffer;
        return Libc.fstatvfs(file, &buffer) == 0 && buffer.f_blocks > 0 ? (long)(buffer.f_bavail * buffer.f_frsize) : null;
    }

    /// <summary>Bytes that the file system has left for anybody; the largest number if unknown.</summary>
    // SAFETY: the buffer is a local variable.
    internal static long FreeBytesForRoot(SafeFileHandle file)
    {
        StatVfsBuffer buffer;
        bool isKnown = Libc.fstatvfs(file, &buffer) == 0 && buffer.f_frsize > 0;
        return isKnown ? (long)Math.Min(buffer.f_bfree * buffer.f_frsize, long.MaxValue) : long.MaxValue;
    }

    // SAFETY: the buffer is a local variable.
    internal static bool IsNoExec(SafeFileHandle file)
    {
        StatVfsBuffer buffer;
        return Libc.fstatvfs(file, &buffer) == 0 && (buffer.f_flag & FileConstants.ST_NOEXEC) != 0;
    }

    /// <summary>The magic number of the file system, see statfs(2); 0 if unknown.</summary>
    // SAFETY: the buffer is a local variable.
    internal static long FileSystemType(SafeFileHandle file)
    {
        StatFsBuffer buffer;
        return Libc.fstatfs(file, &buffer) == 0 ? buffer.f_type : 0;
    }

    /// <summary>The page size of a file on hugetlbfs, in bytes; 0 for every other file.</summary>
    // SAFETY: the buffer is a local variable.
    internal static long HugePageSize(SafeFileHandle file)
    {
        StatFsBuffer buffer;
        return Libc.fstatfs(file, &buffer) == 0 && FileSystems.IsHuge(buffer.f_type) ? buffer.f_bsize : 0;
    }

    /// <summary>The size of a block device in bytes (its st_size is 0).</summary>
    // SAFETY: the kernel writes 8 bytes to a local variable.
    internal static long BlockDeviceSize(SafeFileHandle file)
    {
        ulong size = 0;
        return Libc.ioctl(file, FileConstants.BLKGETSIZE64, &size) == 0 ? (long)size : 0;
    }

    /// <summary>The path a descriptor was opened by; null for one that has none, such as a pipe.</summary>
    internal static string? LinkTarget(SafeFileHandle file)
    {
        using HeldDescriptor held = new(file);
        string? target = new FileInfo(held.Path).LinkTarget;
        if (target is null || !target.StartsWith('/'))
        {
            return null;
        }

        // A real name may end like that of a deleted file.
        bool isGone = target.StartsWith("/memfd:", StringComparison.Ordinal)
            || (target.EndsWith(" (deleted)", StringComparison.Ordinal) && !IsAt(target, file));
        return isGone ? OwnPath(file) : target;
    }

    /// <summary>A sandbox may forbid statx, which is younger than the call that the runtime uses.</summary>
    // SAFETY: the caller has pinned the path, which ends with a zero byte.
    private static int Stat(int fd, byte* path, int flags, StatXBuffer* buffer)
    {
        int errno = !SeccompFilter.MayTry ? Errno.EPERM
            : SystemCalls.StatX(fd, path, flags, FileConstants.STATX_BASIC_STATS, buffer) == 0 ? 0
            : Marshal.GetLastPInvokeError();
        return errno is Errno.EPERM or Errno.ENOSYS ? OldStat.TryStat(fd, path, flags, buffer) : errno;
    }

    /// <summary>A path by which this process and others of the same user can open an open file, whether it has a name or not.</summary>
    internal static string OwnPath(SafeFileHandle file)
    {
        using HeldDescriptor held = new(file);
        return string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{held.Number}");
    }

    private static bool IsAt(string path, SafeFileHandle file) =>
        TryStat(path, followLinks: false, out FileStatus there) == 0 && TryStat(file, out FileStatus open) == 0 && there.Identity == open.Identity;

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
        buffer.stx_gid,
        (uint)buffer.stx_mode & 0xFFF,
        buffer.stx_nlink,
        Time(buffer.stx_mtime_sec, buffer.stx_mtime_nsec));

    /// <summary>File systems keep dates that .NET does not know: they become the first or the last one that it knows.</summary>
    private static DateTime Time(long seconds, uint nanoseconds)
    {
        long first = -DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerSecond;
        long last = ((DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond) - 1;
        return seconds < first ? DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc)
            : seconds > last ? DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc)
            : DateTime.UnixEpoch.AddTicks((seconds * TimeSpan.TicksPerSecond) + (nanoseconds / 100));
    }
}
