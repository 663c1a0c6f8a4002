using System.Runtime.InteropServices;

namespace MmapModule.Interop.MacOS;

/// <summary>struct fstore of sys/fcntl.h: what F_PREALLOCATE takes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FStore
{
    internal uint fst_flags;
    internal int fst_posmode;
    internal long fst_offset;
    internal long fst_length;
    internal long fst_bytesalloc;
}
