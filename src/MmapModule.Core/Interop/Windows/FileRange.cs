using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

/// <summary>FILE_ALLOCATED_RANGE_BUFFER of winioctl.h; FILE_ZERO_DATA_INFORMATION has the same form, with the end instead of the length.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FileRange
{
    internal long FileOffset;
    internal long Length;
}
