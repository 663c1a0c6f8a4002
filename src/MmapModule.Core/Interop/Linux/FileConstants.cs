using System;
using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

/// <summary>open, stat, fcntl, fallocate, memfd and resource constants of Linux on x64 and arm64.</summary>
internal static class FileConstants
{
    internal const int O_RDONLY = 0;
    internal const int O_WRONLY = 1;
    internal const int O_RDWR = 2;
    internal const int O_ACCMODE = 3;
    internal const int O_CREAT = 0x40;
    internal const int O_EXCL = 0x80;
    internal const int O_NOCTTY = 0x100;
    internal const int O_NONBLOCK = 0x800;
    internal const int O_CLOEXEC = 0x80000;
    internal const int O_PATH = 0x200000;

    internal const int AT_FDCWD = -100;
    internal const int AT_SYMLINK_NOFOLLOW = 0x100;
    internal const int AT_SYMLINK_FOLLOW = 0x400;
    internal const int AT_EMPTY_PATH = 0x1000;
    internal const uint STATX_BASIC_STATS = 0x7ff;

    internal const int S_IFMT = 0xF000;
    internal const int S_IFSOCK = 0xC000;
    internal const int S_IFLNK = 0xA000;
    internal const int S_IFREG = 0x8000;
    internal const int S_IFBLK = 0x6000;
    internal const int S_IFDIR = 0x4000;
    internal const int S_IFCHR = 0x2000;
    internal const int S_IFIFO = 0x1000;

    internal const int F_GETFL = 3;
    internal const int F_SETSIG = 10;
    internal const int F_SETLEASE = 1024;
    internal const int F_DUPFD_CLOEXEC = 1030;
    internal const int F_ADD_SEALS = 1033;
    internal const int F_GET_SEALS = 1034;
    internal const int F_SEAL_SEAL = 1;
    internal const int F_SEAL_SHRINK = 2;
    internal const int F_SEAL_GROW = 4;
    internal const int F_SEAL_WRITE = 8;
    internal const int F_SEAL_FUTURE_WRITE = 16;

    internal const int F_WRLCK = 1;
    internal const int F_UNLCK = 2;

    /// <summary>A signal that is ignored unless a program asks for it.</summary>
    internal const int SIGURG = 23;

    internal const int FALLOC_FL_KEEP_SIZE = 1;
    internal const int FALLOC_FL_PUNCH_HOLE = 2;

    internal const int SEEK_SET = 0;
    internal const int SEEK_CUR = 1;
    internal const int SEEK_END = 2;
    internal const int SEEK_DATA = 3;
    internal const int SEEK_HOLE = 4;

    internal const uint MFD_CLOEXEC = 1;
    internal const uint MFD_ALLOW_SEALING = 2;
    internal const uint MFD_HUGETLB = 4;
    internal const uint MFD_NOEXEC_SEAL = 8;

    internal const uint SYNC_FILE_RANGE_WAIT_BEFORE = 1;
    internal const uint SYNC_FILE_RANGE_WRITE = 2;
    internal const uint SYNC_FILE_RANGE_WAIT_AFTER = 4;

    internal const int W_OK = 2;
    internal const int R_OK = 4;

    internal const int POSIX_FADV_RANDOM = 1;
    internal const int POSIX_FADV_DONTNEED = 4;

    internal const int RLIMIT_FSIZE = 1;
    internal const int RLIMIT_DATA = 2;
    internal const int RLIMIT_NOFILE = 7;
    internal const int RLIMIT_MEMLOCK = 8;
    internal const int RLIMIT_AS = 9;

    /// <summary>_IOR(0x12, 114, size_t): the size of a block device in bytes.</summary>
    internal const nuint BLKGETSIZE64 = 0x80081272;

    /// <summary>fstatvfs: the file system is mounted noexec.</summary>
    internal const ulong ST_NOEXEC = 8;

    /// <summary>The open flags below differ between the architectures we run on.</summary>
    internal static int O_NOFOLLOW => IsArm ? 0x8000 : 0x20000;

    internal static int O_DIRECT => IsArm ? 0x10000 : 0x4000;

    /// <summary>It contains O_DIRECTORY, so that older kernels refuse it.</summary>
    internal static int O_TMPFILE => 0x400000 | (IsArm ? 0x4000 : 0x10000);

    private static bool IsArm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
}
