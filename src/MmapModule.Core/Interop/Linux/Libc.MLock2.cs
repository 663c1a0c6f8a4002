using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>mlock2(2): mlock with flags.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "mlock2", SetLastError = true)]
    internal static partial int mlock2(nint addr, nuint length, uint flags);
}
