using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>OpenFileMappingW: opens a section by its name; 0 on error.</summary>
    // SAFETY: takes no pointers.
    [LibraryImport(Library, EntryPoint = "OpenFileMappingW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint OpenFileMappingW(uint desiredAccess, int inheritHandle, string name);
}
