using System.Runtime.InteropServices;

namespace MmapModule.Interop.MacOS;

internal static unsafe partial class LibSystem
{
    /// <summary>geteuid(2), unistd.h.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "geteuid", SetLastError = true)]
    internal static partial uint geteuid();
}
