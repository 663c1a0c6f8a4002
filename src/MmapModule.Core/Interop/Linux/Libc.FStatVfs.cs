using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>fstatvfs(3): free space and mount flags.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "fstatvfs", SetLastError = true)]
    internal static partial int fstatvfs(SafeFileHandle fd, StatVfsBuffer* buf);
}
