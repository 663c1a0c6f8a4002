using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>GetCurrentProcess: the pseudo handle of this process; never fails.</summary>
    // SAFETY: takes no pointers.
    [LibraryImport(Library, EntryPoint = "GetCurrentProcess", SetLastError = true)]
    internal static partial nint GetCurrentProcess();
}
