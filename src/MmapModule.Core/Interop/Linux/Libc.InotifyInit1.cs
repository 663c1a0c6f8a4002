using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>inotify_init1(2): a descriptor from which events of files are read.</summary>
    // SAFETY: no pointers.
    [LibraryImport(Library, EntryPoint = "inotify_init1", SetLastError = true)]
    internal static partial int inotify_init1(int flags);
}
