using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>flistxattr(2): the names of the extended attributes, each with a zero after it.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "flistxattr", SetLastError = true)]
    internal static partial nint flistxattr(SafeFileHandle fd, byte* list, nuint size);
}
