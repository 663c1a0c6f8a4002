using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

/// <summary>struct sembuf of semop(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SemaphoreOperation
{
    internal ushort sem_num;
    internal short sem_op;
    internal short sem_flg;
}
