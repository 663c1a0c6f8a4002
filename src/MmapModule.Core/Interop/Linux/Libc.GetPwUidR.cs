using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>getpwuid_r(3): looks a user up; returns the error number.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "getpwuid_r", SetLastError = true)]
    internal static partial int getpwuid_r(uint uid, PasswdEntry* pwd, byte* buffer, nuint buflen, PasswdEntry** result);
}
