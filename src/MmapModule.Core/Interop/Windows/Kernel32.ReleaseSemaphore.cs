using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>ReleaseSemaphore: gives permits back; 0 on error, ERROR_TOO_MANY_POSTS if there would be too many.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "ReleaseSemaphore", SetLastError = true)]
    internal static partial int ReleaseSemaphore(SafeWaitHandle semaphore, int count, int* before);
}
