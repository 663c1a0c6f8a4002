using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>lseek(2); with SEEK_DATA and SEEK_HOLE it finds the holes of a file.</summary>
    // SAFETY: no pointers are involved.
    [LibraryImport(Library, EntryPoint = "lseek", SetLastError = true)]
    internal static partial long lseek(SafeFileHandle fd, long offset, int whence);
}
