using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>msgsnd(2). The size is that of the bytes after the type.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "msgsnd", SetLastError = true)]
    internal static partial int msgsnd(int msqid, byte* msgp, nuint msgsz, int msgflg);
}
