using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>AddVectoredExceptionHandler: puts a handler before those of frames; 0 on error.</summary>
    // SAFETY: the handler is machine code that stays mapped until the process ends.
    [LibraryImport(Library, EntryPoint = "AddVectoredExceptionHandler", SetLastError = true)]
    internal static partial nint AddVectoredExceptionHandler(uint first, nint handler);
}
