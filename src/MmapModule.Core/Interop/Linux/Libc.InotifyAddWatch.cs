using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>inotify_add_watch(2): watches a file or a folder; returns the number of the watch.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "inotify_add_watch", SetLastError = true)]
    internal static partial int inotify_add_watch(SafeFileHandle fd, byte* pathname, uint mask);
}
