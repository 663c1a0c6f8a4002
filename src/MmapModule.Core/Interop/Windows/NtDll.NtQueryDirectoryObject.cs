using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class NtDll
{
    /// <summary>NtQueryDirectoryObject: the next entries of a folder of named kernel objects; an NTSTATUS.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "NtQueryDirectoryObject", SetLastError = true)]
    internal static partial int NtQueryDirectoryObject(SafeFileHandle directory, void* buffer, uint length, byte returnSingleEntry, byte restartScan, uint* context, uint* returned);
}
