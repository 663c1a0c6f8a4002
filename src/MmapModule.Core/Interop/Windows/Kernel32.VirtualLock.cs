using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>VirtualLock: keeps pages in the working set; 0 on error.</summary>
    // SAFETY: the system checks the addresses; nothing of ours is read or written.
    [LibraryImport(Library, EntryPoint = "VirtualLock", SetLastError = true)]
    internal static partial int VirtualLock(nint address, nuint size);
}
