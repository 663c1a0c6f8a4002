using System.Runtime.InteropServices;

namespace MmapModule.Interop.Windows;

/// <summary>MEM_ADDRESS_REQUIREMENTS of winnt.h; 0 means any.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AddressRequirements
{
    internal nint LowestStartingAddress;
    internal nint HighestEndingAddress;
    internal nuint Alignment;
}
