using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>semctl(2) for commands that take no argument.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "semctl", SetLastError = true)]
    internal static partial int semctl(int semid, int semnum, int cmd);
}
