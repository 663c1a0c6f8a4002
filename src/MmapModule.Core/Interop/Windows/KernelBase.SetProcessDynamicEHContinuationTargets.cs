using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

internal static unsafe partial class KernelBase
{
    /// <summary>SetProcessDynamicEHContinuationTargets: allows handlers to continue at addresses of generated code (Windows 10 20H1 and later); 0 on error.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; nothing is kept by the system.
    [LibraryImport(Library, EntryPoint = "SetProcessDynamicEHContinuationTargets", SetLastError = true)]
    internal static partial int SetProcessDynamicEHContinuationTargets(nint process, ushort count, EHContinuationTarget* targets);
}
