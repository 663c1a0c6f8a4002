using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>semget(2): the id of the System V semaphore set with a key.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "semget", SetLastError = true)]
    internal static partial int semget(int key, int nsems, int semflg);
}
