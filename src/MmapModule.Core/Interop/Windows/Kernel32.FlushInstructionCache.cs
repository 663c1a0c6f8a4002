using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class Kernel32
{
    /// <summary>FlushInstructionCache: after code was written; 0 on error.</summary>
    // SAFETY: the system checks the addresses; nothing of ours is read or written.
    [LibraryImport(Library, EntryPoint = "FlushInstructionCache", SetLastError = true)]
    internal static partial int FlushInstructionCache(nint process, nint address, nuint size);
}
