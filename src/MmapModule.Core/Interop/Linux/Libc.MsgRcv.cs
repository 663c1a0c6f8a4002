using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>msgrcv(2). The size is that of the room after the type.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "msgrcv", SetLastError = true)]
    internal static partial nint msgrcv(int msqid, byte* msgp, nuint msgsz, nint msgtyp, int msgflg);
}
