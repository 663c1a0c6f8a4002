using System.Runtime.InteropServices;

namespace MmapModule.Interop.MacOS;

internal static unsafe partial class LibSystem
{
    /// <summary>mincore(2), sys/mman.h: a byte of MINCORE_ bits for each page.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "mincore", SetLastError = true)]
    internal static partial int mincore(nint addr, nuint len, byte* vec);
}
