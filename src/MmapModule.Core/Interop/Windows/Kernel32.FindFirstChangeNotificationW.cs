using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>FindFirstChangeNotificationW: watches a folder; INVALID_HANDLE_VALUE on error.</summary>
    // SAFETY: takes no pointers.
    [LibraryImport(Library, EntryPoint = "FindFirstChangeNotificationW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint FindFirstChangeNotificationW(string path, int watchSubtree, uint filter);
}
