using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>QueryWorkingSetEx: whether pages are in the working set, and shared; 0 on error.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "K32QueryWorkingSetEx", SetLastError = true)]
    internal static partial int K32QueryWorkingSetEx(nint process, WorkingSetExInformation* pages, uint size);

    /// <summary>The same for another process.</summary>
    // SAFETY: as above.
    [LibraryImport(Library, EntryPoint = "K32QueryWorkingSetEx", SetLastError = true)]
    internal static partial int K32QueryWorkingSetEx(SafeHandle process, WorkingSetExInformation* pages, uint size);
}
