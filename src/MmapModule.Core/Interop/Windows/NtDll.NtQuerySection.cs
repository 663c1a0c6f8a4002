using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class NtDll
{
    /// <summary>NtQuerySection: the size of a section; an NTSTATUS.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "NtQuerySection", SetLastError = true)]
    internal static partial int NtQuerySection(SafeHandle section, int informationClass, void* information, nuint size, nuint* returned);
}
