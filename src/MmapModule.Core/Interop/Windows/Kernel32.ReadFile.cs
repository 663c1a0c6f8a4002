using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>ReadFile: reads at the offset of the overlapped structure; 0 on error, ERROR_HANDLE_EOF at the end.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "ReadFile", SetLastError = true)]
    internal static partial int ReadFile(SafeFileHandle file, byte* buffer, uint count, uint* done, Overlapped* overlapped);
}
