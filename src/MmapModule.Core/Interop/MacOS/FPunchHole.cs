using System.Runtime.InteropServices;

namespace MmapModule.Interop.MacOS;

/// <summary>struct fpunchhole of sys/fcntl.h: what F_PUNCHHOLE takes, in whole blocks of the file system.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FPunchHole
{
    internal uint fp_flags;
    internal uint reserved;
    internal long fp_offset;
    internal long fp_length;
}
