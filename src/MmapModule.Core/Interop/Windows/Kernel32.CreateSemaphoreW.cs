using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>CreateSemaphoreW: creates a semaphore, or opens the one of that name (then the last error is ERROR_ALREADY_EXISTS); 0 on error.</summary>
    // SAFETY: takes no pointers.
    [LibraryImport(Library, EntryPoint = "CreateSemaphoreW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint CreateSemaphoreW(nint attributes, int initialCount, int maximumCount, string name);
}
