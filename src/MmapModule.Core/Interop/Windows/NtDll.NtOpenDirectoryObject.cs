using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class NtDll
{
    /// <summary>NtOpenDirectoryObject: opens a folder of named kernel objects; an NTSTATUS.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "NtOpenDirectoryObject", SetLastError = true)]
    internal static partial int NtOpenDirectoryObject(nint* directory, uint desiredAccess, ObjectAttributes* attributes);
}
