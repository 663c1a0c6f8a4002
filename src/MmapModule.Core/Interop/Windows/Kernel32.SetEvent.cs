using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>SetEvent: wakes who waits for an event; 0 on error.</summary>
    // SAFETY: takes no pointers.
    [LibraryImport(Library, EntryPoint = "SetEvent", SetLastError = true)]
    internal static partial int SetEvent(SafeWaitHandle handle);
}
