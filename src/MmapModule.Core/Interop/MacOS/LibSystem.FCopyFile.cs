using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.MacOS;

internal static unsafe partial class LibSystem
{
    /// <summary>fcopyfile(3), copyfile.h: copies attributes from one open file to another; the state may be null.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "fcopyfile", SetLastError = true)]
    internal static partial int fcopyfile(SafeFileHandle from, SafeFileHandle to, nint state, uint flags);
}
