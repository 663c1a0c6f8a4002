using System.Runtime.InteropServices;

namespace MmapModule.Interop.MacOS;

internal static unsafe partial class LibSystem
{
    /// <summary>sysctlbyname(3), sys/sysctl.h.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the kernel.
    [LibraryImport(Library, EntryPoint = "sysctlbyname", SetLastError = true)]
    internal static partial int sysctlbyname(byte* name, void* oldp, nuint* oldlenp, void* newp, nuint newlen);
}
