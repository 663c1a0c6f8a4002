using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class KernelBase
{
    /// <summary>MapViewOfFile3: maps a view in the place of a placeholder (Windows 10 1803 and later); 0 on error.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "MapViewOfFile3", SetLastError = true)]
    internal static partial nint MapViewOfFile3(SafeHandle section, nint process, nint address, ulong offset, nuint size, uint type, uint protection, void* parameters, uint count);
}
