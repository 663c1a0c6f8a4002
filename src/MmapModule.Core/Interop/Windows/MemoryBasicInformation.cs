using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

/// <summary>MEMORY_BASIC_INFORMATION of winnt.h, 64 bits.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MemoryBasicInformation
{
    internal nint BaseAddress;
    internal nint AllocationBase;
    internal uint AllocationProtect;
    internal ushort PartitionId;
    internal nuint RegionSize;
    internal uint State;
    internal uint Protect;
    internal uint Type;
}
