using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>PrefetchVirtualMemory: reads ranges into memory; 0 on error.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "PrefetchVirtualMemory", SetLastError = true)]
    internal static partial int PrefetchVirtualMemory(nint process, nuint count, MemoryRangeEntry* ranges, uint flags);
}
