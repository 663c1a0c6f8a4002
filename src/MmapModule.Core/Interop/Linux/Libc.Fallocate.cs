using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>fallocate(2): really allocates blocks, unlike ftruncate.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "fallocate", SetLastError = true)]
    internal static partial int fallocate(SafeFileHandle fd, int mode, long offset, long len);
}
