using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>mremap(2): changes the length of a mapping and may move it; returns MAP_FAILED on error.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "mremap", SetLastError = true)]
    internal static partial nint mremap(nint old_address, nuint old_size, nuint new_size, int flags, nint new_address);
}
