using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>UnlockFileEx: unlocks bytes of a file; 0 on error.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "UnlockFileEx", SetLastError = true)]
    internal static partial int UnlockFileEx(SafeFileHandle file, uint reserved, uint lengthLow, uint lengthHigh, Overlapped* overlapped);
}
