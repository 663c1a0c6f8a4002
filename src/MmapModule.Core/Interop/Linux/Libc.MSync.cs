using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>msync(2): writes the dirty pages of a shared file mapping.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "msync", SetLastError = true)]
    internal static partial int msync(nint addr, nuint length, int flags);
}
