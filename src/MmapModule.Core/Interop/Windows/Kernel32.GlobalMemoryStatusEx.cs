using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>GlobalMemoryStatusEx: how much memory there is, and how much is free; 0 on error.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "GlobalMemoryStatusEx", SetLastError = true)]
    internal static partial int GlobalMemoryStatusEx(MemoryStatusEx* status);
}
