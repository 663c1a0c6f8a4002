using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

/// <summary>PROCESS_MEMORY_COUNTERS_EX of psapi.h; sizes in bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ProcessMemoryCountersEx
{
    internal uint cb;
    internal uint PageFaultCount;
    internal nuint PeakWorkingSetSize;
    internal nuint WorkingSetSize;
    internal nuint QuotaPeakPagedPoolUsage;
    internal nuint QuotaPagedPoolUsage;
    internal nuint QuotaPeakNonPagedPoolUsage;
    internal nuint QuotaNonPagedPoolUsage;
    internal nuint PagefileUsage;
    internal nuint PeakPagefileUsage;
    internal nuint PrivateUsage;
}
