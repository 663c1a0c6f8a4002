using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>CreateEventW: creates an event, or opens the one of that name; 0 on error.</summary>
    // SAFETY: takes no pointers.
    [LibraryImport(Library, EntryPoint = "CreateEventW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint CreateEventW(nint attributes, int manualReset, int initialState, string name);
}
