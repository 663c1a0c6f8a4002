using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>ReplaceFileW: puts a file in the place of another one, whose attributes and access list it takes over; 0 on error.</summary>
    // SAFETY: takes no pointers.
    [LibraryImport(Library, EntryPoint = "ReplaceFileW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial int ReplaceFileW(string replaced, string replacement, string? backup, uint flags, nint exclude, nint reserved);
}
