using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

/// <summary>WIN32_MEMORY_RANGE_ENTRY of memoryapi.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MemoryRangeEntry
{
    internal nint VirtualAddress;
    internal nuint NumberOfBytes;
}
