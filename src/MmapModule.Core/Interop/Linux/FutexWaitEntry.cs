using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

/// <summary>struct futex_waitv: one of the words that futex_waitv(2) waits for.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FutexWaitEntry
{
    internal ulong val;
    internal ulong uaddr;
    internal uint flags;
    internal uint reserved;
}
