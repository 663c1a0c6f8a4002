using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>DuplicateHandle: makes another handle of the same object; 0 on error.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "DuplicateHandle", SetLastError = true)]
    internal static partial int DuplicateHandle(nint sourceProcess, SafeHandle source, nint targetProcess, nint* target, uint desiredAccess, int inheritHandle, uint options);
}
