using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>UnmapViewOfFile: unmaps a view; 0 on error.</summary>
    // SAFETY: the system checks the addresses; nothing of ours is read or written.
    [LibraryImport(Library, EntryPoint = "UnmapViewOfFile", SetLastError = true)]
    internal static partial int UnmapViewOfFile(nint address);
}
