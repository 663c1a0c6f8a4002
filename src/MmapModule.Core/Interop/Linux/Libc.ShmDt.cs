using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>shmdt(2): unmaps a System V segment that was mapped at this address.</summary>
    // SAFETY: the caller owns what is mapped there.
    [LibraryImport(Library, EntryPoint = "shmdt", SetLastError = true)]
    internal static partial int shmdt(nint shmaddr);
}
