using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

/// <summary>struct statx of linux/stat.h, as far as the engine reads it.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct StatXBuffer
{
    [FieldOffset(0)]
    internal uint stx_mask;

    [FieldOffset(16)]
    internal uint stx_nlink;

    [FieldOffset(20)]
    internal uint stx_uid;

    [FieldOffset(24)]
    internal uint stx_gid;

    [FieldOffset(28)]
    internal ushort stx_mode;

    [FieldOffset(32)]
    internal ulong stx_ino;

    [FieldOffset(40)]
    internal ulong stx_size;

    [FieldOffset(48)]
    internal ulong stx_blocks;

    [FieldOffset(96)]
    internal long stx_ctime_sec;

    [FieldOffset(104)]
    internal uint stx_ctime_nsec;

    [FieldOffset(112)]
    internal long stx_mtime_sec;

    [FieldOffset(120)]
    internal uint stx_mtime_nsec;

    [FieldOffset(136)]
    internal uint stx_dev_major;

    [FieldOffset(140)]
    internal uint stx_dev_minor;
}
