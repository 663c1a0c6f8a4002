using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>ResetEvent: makes waits for an event sleep again; 0 on error.</summary>
    // SAFETY: takes no pointers.
    [LibraryImport(Library, EntryPoint = "ResetEvent", SetLastError = true)]
    internal static partial int ResetEvent(SafeWaitHandle handle);
}
