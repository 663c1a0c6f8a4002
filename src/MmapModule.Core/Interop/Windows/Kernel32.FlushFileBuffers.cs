using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>FlushFileBuffers: writes everything of a file to its device and waits; 0 on error.</summary>
    // SAFETY: takes no pointers.
    [LibraryImport(Library, EntryPoint = "FlushFileBuffers", SetLastError = true)]
    internal static partial int FlushFileBuffers(SafeFileHandle file);
}
