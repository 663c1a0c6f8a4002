using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

/// <summary>struct fiemap_extent.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FiemapExtent
{
    internal ulong fe_logical;
    internal ulong fe_physical;
    internal ulong fe_length;
    internal ulong fe_reserved64_0;
    internal ulong fe_reserved64_1;
    internal uint fe_flags;
    internal uint fe_reserved_0;
    internal uint fe_reserved_1;
    internal uint fe_reserved_2;
}
