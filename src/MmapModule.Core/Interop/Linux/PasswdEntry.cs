using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

/// <summary>struct passwd on 64-bit Linux: only the name is read.</summary>
[StructLayout(LayoutKind.Explicit, Size = 48)]
internal unsafe struct PasswdEntry
{
    [FieldOffset(0)]
    internal byte* pw_name;
}
