using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>WaitForSingleObject: waits for an object, at most so many milliseconds.</summary>
    // SAFETY: takes no pointers.
    [LibraryImport(Library, EntryPoint = "WaitForSingleObject", SetLastError = true)]
    internal static partial uint WaitForSingleObject(SafeWaitHandle handle, uint milliseconds);
}
