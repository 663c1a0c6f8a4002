using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

/// <summary>MEM_EXTENDED_PARAMETER of winnt.h; the type is in the first 8 bits of the first number.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ExtendedParameter
{
    /// <summary>MemExtendedParameterAddressRequirements.</summary>
    internal const ulong AddressRequirements = 1;

    internal ulong Type;
    internal void* Pointer;
}
