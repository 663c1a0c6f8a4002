using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

/// <summary>struct msqid_ds as 64-bit kernels have it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MessageQueueStat
{
    internal IpcPermission msg_perm;
    internal long msg_stime;
    internal long msg_rtime;
    internal long msg_ctime;
    internal ulong msg_cbytes;
    internal ulong msg_qnum;
    internal ulong msg_qbytes;
    internal int msg_lspid;
    internal int msg_lrpid;
    internal ulong unused4;
    internal ulong unused5;
}
