using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>CreateFileMappingW: makes a section of a file, or of the page file with INVALID_HANDLE_VALUE; 0 on error.</summary>
    // SAFETY: takes no pointers.
    [LibraryImport(Library, EntryPoint = "CreateFileMappingW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint CreateFileMappingW(nint file, nint attributes, uint protection, uint sizeHigh, uint sizeLow, string? name);

    /// <summary>The same for a file.</summary>
    // SAFETY: as above.
    [LibraryImport(Library, EntryPoint = "CreateFileMappingW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint CreateFileMappingW(SafeHandle file, nint attributes, uint protection, uint sizeHigh, uint sizeLow, string? name);
}
