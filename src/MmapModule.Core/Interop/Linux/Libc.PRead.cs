using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>pread(2).</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "pread", SetLastError = true)]
    internal static partial nint pread(SafeFileHandle fd, void* buf, nuint count, long offset);
}
