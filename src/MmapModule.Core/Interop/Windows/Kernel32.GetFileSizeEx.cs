using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>GetFileSizeEx: the length of a file in bytes; 0 on error.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "GetFileSizeEx", SetLastError = true)]
    internal static partial int GetFileSizeEx(SafeFileHandle file, long* size);
}
