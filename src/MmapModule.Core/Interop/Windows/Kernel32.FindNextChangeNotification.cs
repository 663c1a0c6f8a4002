using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>FindNextChangeNotification: waits for the next change of a folder; 0 on error.</summary>
    // SAFETY: takes no pointers.
    [LibraryImport(Library, EntryPoint = "FindNextChangeNotification", SetLastError = true)]
    internal static partial int FindNextChangeNotification(nint handle);
}
