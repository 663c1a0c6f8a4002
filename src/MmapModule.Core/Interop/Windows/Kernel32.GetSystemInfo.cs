using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>GetSystemInfo: the sizes and addresses of memory; never fails.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "GetSystemInfo", SetLastError = true)]
    internal static partial void GetSystemInfo(SystemInfo* information);
}
