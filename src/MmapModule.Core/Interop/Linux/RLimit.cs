using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

/// <summary>struct rlimit; all bits set means unlimited.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RLimit
{
    internal const ulong RLIM_INFINITY = ulong.MaxValue;

    internal ulong rlim_cur;
    internal ulong rlim_max;
}
