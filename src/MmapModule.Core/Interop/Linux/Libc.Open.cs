using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>open(2). The mode counts only with O_CREAT.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "open", SetLastError = true)]
    internal static partial int open(byte* pathname, int flags, uint mode);
}
