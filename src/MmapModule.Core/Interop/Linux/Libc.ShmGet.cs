using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>shmget(2): the id of the System V segment with a key.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "shmget", SetLastError = true)]
    internal static partial int shmget(int key, nuint size, int shmflg);
}
