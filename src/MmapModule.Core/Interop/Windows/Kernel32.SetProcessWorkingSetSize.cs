using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>SetProcessWorkingSetSize: sets them; 0 on error.</summary>
    // SAFETY: takes no pointers.
    [LibraryImport(Library, EntryPoint = "SetProcessWorkingSetSize", SetLastError = true)]
    internal static partial int SetProcessWorkingSetSize(nint process, nuint minimum, nuint maximum);
}
