using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>FlushViewOfFile: begins to write the changed pages of a view to its file; 0 on error.</summary>
    // SAFETY: the system checks the addresses; nothing of ours is read or written.
    [LibraryImport(Library, EntryPoint = "FlushViewOfFile", SetLastError = true)]
    internal static partial int FlushViewOfFile(nint address, nuint count);
}
