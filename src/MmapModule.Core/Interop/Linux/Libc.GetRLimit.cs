using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>getrlimit(2).</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "getrlimit", SetLastError = true)]
    internal static partial int getrlimit(int resource, RLimit* rlim);
}
