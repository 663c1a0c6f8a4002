using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>CloseHandle: closes a handle; 0 on error.</summary>
    // SAFETY: takes no pointers.
    [LibraryImport(Library, EntryPoint = "CloseHandle", SetLastError = true)]
    internal static partial int CloseHandle(nint handle);
}
