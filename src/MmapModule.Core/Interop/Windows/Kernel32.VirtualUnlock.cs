using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>VirtualUnlock: undoes VirtualLock, and takes pages that are not locked out of the working set (ERROR_NOT_LOCKED); 0 on error.</summary>
    // SAFETY: the system checks the addresses; nothing of ours is read or written.
    [LibraryImport(Library, EntryPoint = "VirtualUnlock", SetLastError = true)]
    internal static partial int VirtualUnlock(nint address, nuint size);
}
