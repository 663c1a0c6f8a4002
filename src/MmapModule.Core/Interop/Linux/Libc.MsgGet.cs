using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>msgget(2): the id of the System V message queue with a key.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "msgget", SetLastError = true)]
    internal static partial int msgget(int key, int msgflg);
}
