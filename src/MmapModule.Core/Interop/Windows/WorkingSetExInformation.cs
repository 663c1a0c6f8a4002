using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

/// <summary>PSAPI_WORKING_SET_EX_INFORMATION of psapi.h: a page, and what is known of it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WorkingSetExInformation
{
    /// <summary>Bit 0 of the attributes: the page is in the working set, and the others mean something.</summary>
    internal const nuint Valid = 1;

    /// <summary>Bit 15: other processes could share the page; a copy of this process has it not.</summary>
    internal const nuint Shared = 1 << 15;

    internal nint VirtualAddress;
    internal nuint VirtualAttributes;
}
