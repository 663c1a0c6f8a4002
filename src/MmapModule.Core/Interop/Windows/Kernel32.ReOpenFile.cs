using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>ReOpenFile: opens the file of a handle once more, with other access; returns INVALID_HANDLE_VALUE on error.</summary>
    // SAFETY: takes no pointers.
    [LibraryImport(Library, EntryPoint = "ReOpenFile", SetLastError = true)]
    internal static partial nint ReOpenFile(SafeFileHandle originalFile, uint desiredAccess, uint shareMode, uint flagsAndAttributes);
}
