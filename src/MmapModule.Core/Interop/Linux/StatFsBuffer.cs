using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

/// <summary>struct statfs on 64-bit Linux: only the magic number and the block size are read.</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct StatFsBuffer
{
    [FieldOffset(0)]
    internal long f_type;

    [FieldOffset(8)]
    internal long f_bsize;
}
