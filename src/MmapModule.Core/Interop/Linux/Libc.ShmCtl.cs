using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>shmctl(2) for commands that take no argument, such as IPC_RMID.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "shmctl", SetLastError = true)]
    internal static partial int shmctl(int shmid, int cmd, nint buf);
}
