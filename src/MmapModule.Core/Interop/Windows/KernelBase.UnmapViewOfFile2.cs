using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class KernelBase
{
    /// <summary>UnmapViewOfFile2: unmaps a view and may leave a placeholder there (Windows 10 1703 and later); 0 on error.</summary>
    // SAFETY: the system checks the addresses; nothing of ours is read or written.
    [LibraryImport(Library, EntryPoint = "UnmapViewOfFile2", SetLastError = true)]
    internal static partial int UnmapViewOfFile2(nint process, nint address, uint flags);
}
