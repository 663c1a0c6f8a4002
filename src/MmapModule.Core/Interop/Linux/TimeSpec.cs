using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

/// <summary>struct timespec of 64-bit systems.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpec
{
    internal long tv_sec;
    internal long tv_nsec;
}
