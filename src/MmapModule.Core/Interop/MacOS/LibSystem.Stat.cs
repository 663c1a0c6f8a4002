using System.Runtime.InteropServices;

namespace MmapModule.Interop.MacOS;

internal static unsafe partial class LibSystem
{
    /// <summary>stat(2), sys/stat.h, on arm64, where inodes always have 64 bits.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "stat", SetLastError = true)]
    internal static partial int stat(byte* path, StatBuffer* buf);
}
