using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>LocalFree: frees what a function of Windows has allocated; 0 on success.</summary>
    // SAFETY: the caller passes memory of LocalAlloc, exactly once.
    [LibraryImport(Library, EntryPoint = "LocalFree", SetLastError = true)]
    internal static partial nint LocalFree(void* memory);
}
