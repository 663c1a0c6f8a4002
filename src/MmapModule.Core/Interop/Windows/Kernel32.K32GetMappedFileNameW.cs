using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>GetMappedFileNameW: the file that is mapped at an address of a process, by the name of its device; returns its length, 0 on error.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "K32GetMappedFileNameW", SetLastError = true)]
    internal static partial uint K32GetMappedFileNameW(SafeProcessHandle process, nint address, char* name, uint size);
}
