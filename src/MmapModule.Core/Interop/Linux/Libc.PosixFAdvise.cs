using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>posix_fadvise(2): here for POSIX_FADV_DONTNEED and WILLNEED; returns the error number.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "posix_fadvise", SetLastError = true)]
    internal static partial int posix_fadvise(SafeFileHandle fd, long offset, long len, int advice);
}
