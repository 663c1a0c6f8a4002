using System.Runtime.InteropServices;

namespace MmapModule.Interop.MacOS;

internal static unsafe partial class LibSystem
{
    /// <summary>getrlimit(2), sys/resource.h.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "getrlimit", SetLastError = true)]
    internal static partial int getrlimit(int resource, RLimit* rlp);
}
