using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>copy_file_range(2): the kernel copies, or only shares the blocks where the file system can.</summary>
    // SAFETY: the caller passes pointers to two local offsets; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "copy_file_range", SetLastError = true)]
    internal static partial nint copy_file_range(SafeFileHandle fd_in, long* off_in, SafeFileHandle fd_out, long* off_out, nuint len, uint flags);
}
