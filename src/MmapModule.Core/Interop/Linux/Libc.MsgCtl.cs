using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>msgctl(2) for IPC_STAT and IPC_RMID.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "msgctl", SetLastError = true)]
    internal static partial int msgctl(int msqid, int op, MessageQueueStat* buf);
}
