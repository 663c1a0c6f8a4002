using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>rename(2): the new name leads to the old or to the new file at every moment.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "rename", SetLastError = true)]
    internal static partial int rename(byte* oldpath, byte* newpath);
}
