using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>GetFileType: disk, character or pipe; FILE_TYPE_UNKNOWN with an error, or for handles that are no files.</summary>
    // SAFETY: takes no pointers.
    [LibraryImport(Library, EntryPoint = "GetFileType", SetLastError = true)]
    internal static partial uint GetFileType(SafeFileHandle file);
}
