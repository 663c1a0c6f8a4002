using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>VirtualFree: gives pages back, or splits a placeholder; 0 on error.</summary>
    // SAFETY: the system checks the addresses; nothing of ours is read or written.
    [LibraryImport(Library, EntryPoint = "VirtualFree", SetLastError = true)]
    internal static partial int VirtualFree(nint address, nuint size, uint type);
}
