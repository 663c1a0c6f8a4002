using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

/// <summary>struct ipc_perm as 64-bit kernels have it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct IpcPermission
{
    internal int key;
    internal uint uid;
    internal uint gid;
    internal uint cuid;
    internal uint cgid;
    internal uint mode;
    internal ulong seq;
    internal ulong unused1;
    internal ulong unused2;
}
