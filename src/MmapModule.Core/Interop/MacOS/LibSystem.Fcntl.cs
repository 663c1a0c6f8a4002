using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.MacOS;

internal static unsafe partial class LibSystem
{
    /// <summary>fcntl(2), fcntl.h: int fcntl(int, int, ...). See <see cref="LibSystem"/> for the arguments.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int fcntl(SafeFileHandle fd, int cmd, nint register2, nint register3, nint register4, nint register5, nint register6, nint register7, nint onStack);
}
