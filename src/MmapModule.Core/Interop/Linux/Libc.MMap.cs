using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>mmap(2): maps a file or anonymous memory; returns MAP_FAILED on error.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "mmap", SetLastError = true)]
    internal static partial nint mmap(nint addr, nuint length, int prot, int flags, SafeFileHandle fd, long offset);

    /// <summary>The same for memory without a file, which has the descriptor -1.</summary>
    // SAFETY: as above.
    [LibraryImport(Library, EntryPoint = "mmap", SetLastError = true)]
    internal static partial nint mmap(nint addr, nuint length, int prot, int flags, int fd, long offset);
}
