using System.Runtime.InteropServices;

namespace MmapModule.Interop.MacOS;

internal static unsafe partial class LibSystem
{
    /// <summary>stat(2), sys/stat.h, on x64: the name without $INODE64 is an older one with inodes of 32 bits.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "stat$INODE64", SetLastError = true)]
    internal static partial int stat_inode64(byte* path, StatBuffer* buf);
}
