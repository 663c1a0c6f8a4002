using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>statx(2): the one stat whose structure is the same on every architecture.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true)]
    internal static partial int statx(int dirfd, byte* pathname, int flags, uint mask, StatXBuffer* statxbuf);
}
