using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>MapViewOfFileEx: maps a part of a section; 0 on error.</summary>
    // SAFETY: the system checks the addresses; nothing of ours is read or written.
    [LibraryImport(Library, EntryPoint = "MapViewOfFileEx", SetLastError = true)]
    internal static partial nint MapViewOfFileEx(SafeHandle section, uint desiredAccess, uint offsetHigh, uint offsetLow, nuint count, nint address);
}
