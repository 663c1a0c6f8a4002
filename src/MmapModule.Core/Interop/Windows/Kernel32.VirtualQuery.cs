using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>VirtualQuery: what is at an address; returns the size of the structure, 0 on error.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "VirtualQuery", SetLastError = true)]
    internal static partial nuint VirtualQuery(nint address, MemoryBasicInformation* information, nuint size);
}
