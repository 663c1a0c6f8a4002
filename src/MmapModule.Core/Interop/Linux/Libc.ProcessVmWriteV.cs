using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>process_vm_writev(2): the writing twin of process_vm_readv.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "process_vm_writev", SetLastError = true)]
    internal static partial nint process_vm_writev(int pid, IoVector* local_iov, nuint liovcnt, IoVector* remote_iov, nuint riovcnt, nuint flags);
}
