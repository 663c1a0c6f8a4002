using System.Runtime.InteropServices;

namespace MmapModule.Interop.MacOS;

/// <summary>struct statfs of sys/mount.h with inodes of 64 bits (__DARWIN_STRUCT_STATFS64), the same on x64 and arm64.</summary>
[StructLayout(LayoutKind.Explicit, Size = 2168)]
internal struct StatFsBuffer
{
    [FieldOffset(0)]
    internal uint f_bsize;

    [FieldOffset(8)]
    internal ulong f_blocks;

    [FieldOffset(24)]
    internal ulong f_bavail;

    [FieldOffset(64)]
    internal uint f_flags;
}
