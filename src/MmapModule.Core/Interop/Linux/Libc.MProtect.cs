using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>mprotect(2): changes the protection of whole pages.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "mprotect", SetLastError = true)]
    internal static partial int mprotect(nint addr, nuint length, int prot);
}
