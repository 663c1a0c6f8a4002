using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>GetDiskFreeSpaceExW: the free bytes of the volume of a folder; 0 on error.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "GetDiskFreeSpaceExW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial int GetDiskFreeSpaceExW(string folder, ulong* freeToCaller, ulong* total, ulong* free);
}
