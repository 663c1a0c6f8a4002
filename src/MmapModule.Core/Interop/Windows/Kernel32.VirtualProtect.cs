using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>VirtualProtect: changes the protection of pages; 0 on error.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "VirtualProtect", SetLastError = true)]
    internal static partial int VirtualProtect(nint address, nuint size, uint protection, uint* old);
}
