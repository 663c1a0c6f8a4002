using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>semtimedop(2): the same with a limit for the wait.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "semtimedop", SetLastError = true)]
    internal static partial int semtimedop(int semid, SemaphoreOperation* sops, nuint nsops, TimeSpec* timeout);
}
