using System.Runtime.InteropServices;

namespace MmapModule.Interop.MacOS;

/// <summary>struct rlimit of sys/resource.h; all bits but the highest mean unlimited.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RLimit
{
    internal const ulong RLIM_INFINITY = long.MaxValue;

    internal ulong rlim_cur;
    internal ulong rlim_max;
}
