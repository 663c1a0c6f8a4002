using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>VirtualQueryEx: what is at an address of a process; returns the size of the structure, 0 on error.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "VirtualQueryEx", SetLastError = true)]
    internal static partial nuint VirtualQueryEx(SafeProcessHandle process, nint address, MemoryBasicInformation* information, nuint size);
}
