using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>GetProcessMemoryInfo: how much memory a process uses; 0 on error.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "K32GetProcessMemoryInfo", SetLastError = true)]
    internal static partial int K32GetProcessMemoryInfo(SafeProcessHandle process, ProcessMemoryCountersEx* counters, uint size);
}
