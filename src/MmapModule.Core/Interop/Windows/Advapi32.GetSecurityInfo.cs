using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Advapi32
{
    /// <summary>GetSecurityInfo: the owner of an object, among others; returns an error code.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "GetSecurityInfo", SetLastError = true)]
    internal static partial uint GetSecurityInfo(SafeHandle handle, int type, uint information, void** owner, void** group, void** dacl, void** sacl, void** descriptor);
}
