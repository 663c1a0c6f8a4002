using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

/// <summary>struct statvfs on 64-bit Linux (glibc and musl).</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct StatVfsBuffer
{
    [FieldOffset(8)]
    internal ulong f_frsize;

    /// <summary>0 where the file system has no limit, as that of memory files.</summary>
    [FieldOffset(16)]
    internal ulong f_blocks;

    [FieldOffset(24)]
    internal ulong f_bfree;

    [FieldOffset(32)]
    internal ulong f_bavail;

    [FieldOffset(72)]
    internal ulong f_flag;
}
