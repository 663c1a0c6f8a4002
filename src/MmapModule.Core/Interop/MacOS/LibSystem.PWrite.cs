using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.MacOS;

internal static unsafe partial class LibSystem
{
    /// <summary>pwrite(2), unistd.h.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "pwrite", SetLastError = true)]
    internal static partial nint pwrite(SafeFileHandle fd, void* buf, nuint nbyte, long offset);
}
