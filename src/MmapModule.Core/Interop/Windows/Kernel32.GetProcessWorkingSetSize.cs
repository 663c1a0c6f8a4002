using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>GetProcessWorkingSetSize: the least and the largest working set of a process in bytes; 0 on error.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "GetProcessWorkingSetSize", SetLastError = true)]
    internal static partial int GetProcessWorkingSetSize(nint process, nuint* minimum, nuint* maximum);
}
