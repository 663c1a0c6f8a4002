using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>fsetxattr(2).</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "fsetxattr", SetLastError = true)]
    internal static partial int fsetxattr(SafeFileHandle fd, byte* name, void* value, nuint size, int flags);
}
