using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>mincore(2): which pages are in memory, one byte each.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "mincore", SetLastError = true)]
    internal static partial int mincore(nint addr, nuint length, byte* vec);
}
