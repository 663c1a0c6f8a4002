using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

/// <summary>struct fiemap, behind which an array of <see cref="FiemapExtent"/> lies.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Fiemap
{
    internal ulong fm_start;
    internal ulong fm_length;
    internal uint fm_flags;
    internal uint fm_mapped_extents;
    internal uint fm_extent_count;
    internal uint fm_reserved;
}
