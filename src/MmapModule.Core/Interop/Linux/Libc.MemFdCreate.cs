using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>memfd_create(2): an unnamed file in memory.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "memfd_create", SetLastError = true)]
    internal static partial int memfd_create(byte* name, uint flags);
}
