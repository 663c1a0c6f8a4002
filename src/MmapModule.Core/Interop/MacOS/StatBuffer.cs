using System.Runtime.InteropServices;

namespace MmapModule.Interop.MacOS;

/// <summary>struct stat of sys/stat.h with inodes of 64 bits (__DARWIN_STRUCT_STAT64), the same on x64 and arm64.</summary>
[StructLayout(LayoutKind.Explicit, Size = 144)]
internal struct StatBuffer
{
    [FieldOffset(0)]
    internal int st_dev;

    [FieldOffset(4)]
    internal ushort st_mode;

    [FieldOffset(6)]
    internal ushort st_nlink;

    [FieldOffset(8)]
    internal ulong st_ino;

    [FieldOffset(16)]
    internal uint st_uid;

    [FieldOffset(20)]
    internal uint st_gid;

    [FieldOffset(48)]
    internal long st_mtimespec_sec;

    [FieldOffset(56)]
    internal long st_mtimespec_nsec;

    [FieldOffset(96)]
    internal long st_size;

    [FieldOffset(112)]
    internal int st_blksize;
}
