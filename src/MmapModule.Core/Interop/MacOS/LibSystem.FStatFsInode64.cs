using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.MacOS;

internal static unsafe partial class LibSystem
{
    /// <summary>fstatfs(2), sys/mount.h, on x64: the name without $INODE64 is an older one with inodes of 32 bits.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "fstatfs$INODE64", SetLastError = true)]
    internal static partial int fstatfs_inode64(SafeFileHandle fd, StatFsBuffer* buf);
}
