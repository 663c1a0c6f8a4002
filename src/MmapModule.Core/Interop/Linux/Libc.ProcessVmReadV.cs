using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>process_vm_readv(2): copies memory and reports a bad page as an error, not as a signal.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "process_vm_readv", SetLastError = true)]
    internal static partial nint process_vm_readv(int pid, IoVector* local_iov, nuint liovcnt, IoVector* remote_iov, nuint riovcnt, nuint flags);
}
