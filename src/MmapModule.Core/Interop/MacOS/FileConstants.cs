namespace MmapModule.Interop.MacOS;

/// <summary>Constants for files: fcntl.h, sys/fcntl.h, sys/stat.h, sys/unistd.h, sys/mount.h, sys/resource.h, sys/param.h, copyfile.h, sys/posix_shm.h.</summary>
internal static class FileConstants
{
    // fcntl.h: how a file is opened.
    internal const int O_RDONLY = 0x0000;
    internal const int O_RDWR = 0x0002;
    internal const int O_ACCMODE = 0x0003;
    internal const int O_NONBLOCK = 0x0004;
    internal const int O_NOFOLLOW = 0x0100;
    internal const int O_CREAT = 0x0200;
    internal const int O_EXCL = 0x0800;
    internal const int O_NOCTTY = 0x20000;
    internal const int O_CLOEXEC = 0x1000000;

    // fcntl.h: commands of fcntl(2).
    internal const int F_GETFL = 3;
    internal const int F_PREALLOCATE = 42;
    internal const int F_RDAHEAD = 45;
    internal const int F_GETPATH = 50;
    internal const int F_FULLFSYNC = 51;
    internal const int F_DUPFD_CLOEXEC = 67;
    internal const int F_PUNCHHOLE = 99;

    // fcntl.h: struct fstore.
    internal const uint F_ALLOCATEALL = 0x0004;
    internal const int F_PEOFPOSMODE = 3;

    // sys/stat.h: types of files.
    internal const int S_IFMT = 0xF000;
    internal const int S_IFIFO = 0x1000;
    internal const int S_IFCHR = 0x2000;
    internal const int S_IFDIR = 0x4000;
    internal const int S_IFBLK = 0x6000;
    internal const int S_IFREG = 0x8000;
    internal const int S_IFLNK = 0xA000;
    internal const int S_IFSOCK = 0xC000;

    // sys/unistd.h: the other way round than on Linux.
    internal const int SEEK_SET = 0;
    internal const int SEEK_CUR = 1;
    internal const int SEEK_END = 2;
    internal const int SEEK_HOLE = 3;
    internal const int SEEK_DATA = 4;

    // sys/mount.h: flags of a mounted file system.
    internal const uint MNT_NOEXEC = 0x00000004;
    internal const uint MNT_LOCAL = 0x00001000;

    // sys/resource.h.
    internal const int RLIMIT_FSIZE = 1;
    internal const int RLIMIT_AS = 5;
    internal const int RLIMIT_MEMLOCK = 6;
    internal const int RLIMIT_NOFILE = 8;

    /// <summary>MAXPATHLEN of sys/param.h: what F_GETPATH may fill, in bytes.</summary>
    internal const int MAXPATHLEN = 1024;

    // copyfile.h: owner, mode, times and flags; access lists; extended attributes.
    internal const uint COPYFILE_ACL = 1 << 0;
    internal const uint COPYFILE_STAT = 1 << 1;
    internal const uint COPYFILE_XATTR = 1 << 2;

    /// <summary>PSHMNAMLEN of sys/posix_shm.h: how many bytes the name of shared memory may have, with its slash.</summary>
    internal const int PSHMNAMLEN = 31;
}
