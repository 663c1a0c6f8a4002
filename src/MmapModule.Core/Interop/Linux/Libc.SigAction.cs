using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>sigaction(2): asks for and changes what a signal does.</summary>
    // SAFETY: the caller passes structures of the full size; the handler it names stays mapped until the process ends.
    [LibraryImport(Library, EntryPoint = "sigaction", SetLastError = true)]
    internal static partial int sigaction(int signum, SigAction* act, SigAction* oldact);
}
