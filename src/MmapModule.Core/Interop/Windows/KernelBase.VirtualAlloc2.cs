using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class KernelBase
{
    /// <summary>VirtualAlloc2: reserves a placeholder (Windows 10 1803 and later); 0 on error.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "VirtualAlloc2", SetLastError = true)]
    internal static partial nint VirtualAlloc2(nint process, nint address, nuint size, uint type, uint protection, void* parameters, uint count);
}
