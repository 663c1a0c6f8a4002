using System.Runtime.InteropServices;

namespace MmapModule.Interop.MacOS;

internal static unsafe partial class LibSystem
{
    /// <summary>open(2), fcntl.h: int open(const char *, int, ...). See <see cref="LibSystem"/> for the arguments.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "open", SetLastError = true)]
    internal static partial int open(byte* path, int oflag, nint register2, nint register3, nint register4, nint register5, nint register6, nint register7, nint onStack);
}
