using System.Runtime.InteropServices;

namespace MmapModule.Interop.MacOS;

/// <summary>struct vm_region_basic_info_64 of mach/vm_region.h, which is packed to 4 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 36)]
internal struct VmRegionInfo
{
    /// <summary>VM_REGION_BASIC_INFO_COUNT_64: its size in ints.</summary>
    internal const uint Count = 9;

    [FieldOffset(0)]
    internal int protection;

    [FieldOffset(4)]
    internal int max_protection;

    [FieldOffset(12)]
    internal int shared;

    [FieldOffset(20)]
    internal ulong offset;

    [FieldOffset(32)]
    internal ushort user_wired_count;
}
