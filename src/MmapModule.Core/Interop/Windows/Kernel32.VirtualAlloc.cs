using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>VirtualAlloc: reserves or commits pages; 0 on error.</summary>
    // SAFETY: the system checks the addresses; nothing of ours is read or written.
    [LibraryImport(Library, EntryPoint = "VirtualAlloc", SetLastError = true)]
    internal static partial nint VirtualAlloc(nint address, nuint size, uint type, uint protection);
}
