using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>semop(2): all operations at once, or none.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "semop", SetLastError = true)]
    internal static partial int semop(int semid, SemaphoreOperation* sops, nuint nsops);
}
