using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.MacOS;

internal static unsafe partial class LibSystem
{
    /// <summary>fsync(2), unistd.h: hands everything to the device, which may keep it in a cache of its own.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "fsync", SetLastError = true)]
    internal static partial int fsync(SafeFileHandle fd);
}
