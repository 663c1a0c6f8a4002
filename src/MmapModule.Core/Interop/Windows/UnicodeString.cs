using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

/// <summary>UNICODE_STRING of ntdef.h; the lengths are in bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct UnicodeString
{
    internal ushort Length;
    internal ushort MaximumLength;
    internal char* Buffer;
}
