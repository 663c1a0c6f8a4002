using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.MacOS;

internal static unsafe partial class LibSystem
{
    /// <summary>fstatfs(2), sys/mount.h, on arm64, where inodes always have 64 bits.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "fstatfs", SetLastError = true)]
    internal static partial int fstatfs(SafeFileHandle fd, StatFsBuffer* buf);
}
