using System.Runtime.InteropServices;

namespace MmapModule.Interop.MacOS;

internal static unsafe partial class LibSystem
{
    /// <summary>getpwuid_r(3), pwd.h: returns an error number.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "getpwuid_r", SetLastError = true)]
    internal static partial int getpwuid_r(uint uid, PasswdEntry* pwd, byte* buffer, nuint bufsize, PasswdEntry** result);
}
