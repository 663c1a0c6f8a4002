namespace MmapModule.Interop.Linux;

/// <summary>What all kinds of System V objects have in common: sys/ipc.h.</summary>
internal static class IpcConstants
{
    internal const int IPC_PRIVATE = 0;
    internal const int IPC_CREAT = 0x200;
    internal const int IPC_EXCL = 0x400;
    internal const int IPC_NOWAIT = 0x800;
    internal const int IPC_RMID = 0;
    internal const int IPC_STAT = 2;

    /// <summary>shmat(2): for reading only, and for running code.</summary>
    internal const int SHM_RDONLY = 0x1000;
    internal const int SHM_EXEC = 0x8000;

    /// <summary>The mode of a segment that has been removed and goes when nobody has it attached any more.</summary>
    internal const uint SHM_DEST = 0x200;

    /// <summary>msgrcv(2): any type but this one.</summary>
    internal const int MSG_EXCEPT = 0x2000;
}
