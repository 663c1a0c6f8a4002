using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>access(2): whether the real user may do something with a path.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "access", SetLastError = true)]
    internal static partial int access(byte* pathname, int mode);
}
