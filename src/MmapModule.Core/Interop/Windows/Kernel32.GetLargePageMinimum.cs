using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>GetLargePageMinimum: the size of a large page in bytes; 0 if there are none.</summary>
    // SAFETY: takes no pointers.
    [LibraryImport(Library, EntryPoint = "GetLargePageMinimum", SetLastError = true)]
    internal static partial nuint GetLargePageMinimum();
}
