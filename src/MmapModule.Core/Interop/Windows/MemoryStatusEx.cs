using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

/// <summary>MEMORYSTATUSEX of sysinfoapi.h; sizes in bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MemoryStatusEx
{
    internal uint dwLength;
    internal uint dwMemoryLoad;
    internal ulong ullTotalPhys;
    internal ulong ullAvailPhys;
    internal ulong ullTotalPageFile;
    internal ulong ullAvailPageFile;
    internal ulong ullTotalVirtual;
    internal ulong ullAvailVirtual;
    internal ulong ullAvailExtendedVirtual;
}
