using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>faccessat(2): whether the calling thread may use a file in some way.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "faccessat", SetLastError = true)]
    internal static partial int faccessat(int dirfd, byte* pathname, int mode, int flags);
}
