using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>FindCloseChangeNotification: ends the watching of a folder; 0 on error.</summary>
    // SAFETY: takes no pointers.
    [LibraryImport(Library, EntryPoint = "FindCloseChangeNotification", SetLastError = true)]
    internal static partial int FindCloseChangeNotification(nint handle);
}
