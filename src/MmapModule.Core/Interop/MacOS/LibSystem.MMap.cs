using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.MacOS;

internal static unsafe partial class LibSystem
{
    /// <summary>mmap(2), sys/mman.h: maps a file or anonymous memory, which has the descriptor -1; returns MAP_FAILED on error.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "mmap", SetLastError = true)]
    internal static partial nint mmap(nint addr, nuint len, int prot, int flags, SafeFileHandle fd, long offset);
}
