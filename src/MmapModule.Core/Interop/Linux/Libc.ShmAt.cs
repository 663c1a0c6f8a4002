using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>shmat(2): maps a System V segment; returns MAP_FAILED on error. Without an address the kernel chooses a free one.</summary>
    // SAFETY: nothing is mapped over what is there: no caller passes an address.
    [LibraryImport(Library, EntryPoint = "shmat", SetLastError = true)]
    internal static partial nint shmat(int shmid, nint shmaddr, int shmflg);
}
