using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>OpenProcess: a handle of a process; 0 on error.</summary>
    // SAFETY: takes no pointers.
    [LibraryImport(Library, EntryPoint = "OpenProcess", SetLastError = true)]
    internal static partial nint OpenProcess(uint desiredAccess, int inheritHandle, uint processId);
}
