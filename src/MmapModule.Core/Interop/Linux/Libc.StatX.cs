using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>statx(2): the one stat whose structure is the same on every architecture.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true)]
    internal static partial int statx(int dirfd, byte* pathname, int flags, uint mask, StatXBuffer* statxbuf);

    /// <summary>The same for an open file, with AT_EMPTY_PATH.</summary>
    // SAFETY: as above.
    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true)]
    internal static partial int statx(SafeFileHandle fd, byte* pathname, int flags, uint mask, StatXBuffer* statxbuf);
}
