using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

/// <summary>SECTION_BASIC_INFORMATION: the size of a section in bytes, among others.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SectionBasicInformation
{
    internal nint BaseAddress;
    internal uint Attributes;
    internal long Size;
}
