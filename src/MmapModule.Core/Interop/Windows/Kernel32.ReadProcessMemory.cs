using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>ReadProcessMemory: copies memory of a process; 0 on error.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "ReadProcessMemory", SetLastError = true)]
    internal static partial int ReadProcessMemory(nint process, nint address, byte* buffer, nuint size, nuint* done);
}
