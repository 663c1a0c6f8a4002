using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>WriteFile: writes at the offset of the overlapped structure; 0 on error.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "WriteFile", SetLastError = true)]
    internal static partial int WriteFile(SafeFileHandle file, byte* buffer, uint count, uint* done, Overlapped* overlapped);
}
