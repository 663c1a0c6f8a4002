using System.Runtime.InteropServices;

namespace MmapModule.Interop.MacOS;

internal static unsafe partial class LibSystem
{
    /// <summary>mlock(2), sys/mman.h.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "mlock", SetLastError = true)]
    internal static partial int mlock(nint addr, nuint len);
}
