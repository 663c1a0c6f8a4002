using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

/// <summary>PROCESS_DYNAMIC_EH_CONTINUATION_TARGET of winnt.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct EHContinuationTarget
{
    /// <summary>DYNAMIC_EH_CONTINUATION_TARGET_ADD.</summary>
    internal const nuint Add = 1;

    internal nint TargetAddress;
    internal nuint Flags;
}
