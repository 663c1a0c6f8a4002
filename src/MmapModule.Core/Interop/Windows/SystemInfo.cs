using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

/// <summary>SYSTEM_INFO of sysinfoapi.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SystemInfo
{
    internal ushort wProcessorArchitecture;
    internal ushort wReserved;
    internal uint dwPageSize;
    internal nint lpMinimumApplicationAddress;
    internal nint lpMaximumApplicationAddress;
    internal nuint dwActiveProcessorMask;
    internal uint dwNumberOfProcessors;
    internal uint dwProcessorType;
    internal uint dwAllocationGranularity;
    internal ushort wProcessorLevel;
    internal ushort wProcessorRevision;
}
