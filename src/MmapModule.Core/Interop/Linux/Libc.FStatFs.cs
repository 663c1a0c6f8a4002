using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>fstatfs(2): the file system's magic number.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "fstatfs", SetLastError = true)]
    internal static partial int fstatfs(SafeFileHandle fd, StatFsBuffer* buf);
}
