using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>lseek(2); with SEEK_DATA and SEEK_HOLE it finds the holes of a file.</summary>
    // SAFETY: no pointers are involved.
    [LibraryImport(Library, EntryPoint = "lseek", SetLastError = true)]
    internal static partial long lseek(int fd, long offset, int whence);
}
