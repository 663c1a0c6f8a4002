using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class NtDll
{
    /// <summary>NtQueryObject: what access a handle grants, among others; an NTSTATUS.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "NtQueryObject", SetLastError = true)]
    internal static partial int NtQueryObject(SafeFileHandle handle, int informationClass, void* information, uint size, uint* returned);
}
