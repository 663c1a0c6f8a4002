using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.MacOS;

internal static unsafe partial class LibSystem
{
    /// <summary>lseek(2), unistd.h.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "lseek", SetLastError = true)]
    internal static partial long lseek(SafeFileHandle fd, long offset, int whence);
}
