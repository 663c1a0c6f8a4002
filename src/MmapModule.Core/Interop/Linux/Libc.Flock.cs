using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Linux;

internal static unsafe partial class Libc
{
    /// <summary>flock(2).</summary>
    // SAFETY: no pointers.
    [LibraryImport(Library, EntryPoint = "flock", SetLastError = true)]
    internal static partial int flock(SafeFileHandle fd, int operation);
}
