using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>link(2): a second name for a file, which must not exist yet.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "link", SetLastError = true)]
    internal static partial int link(byte* oldpath, byte* newpath);
}
