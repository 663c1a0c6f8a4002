using System.Runtime.InteropServices;

namespace MmapModule.Interop.MacOS;

/// <summary>struct passwd of pwd.h: only the name is read.</summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
internal unsafe struct PasswdEntry
{
    [FieldOffset(0)]
    internal byte* pw_name;
}
