namespace MmapModule.Interop.Linux;

/// <summary>Constants of mqueue.h, linux/mount.h and linux/magic.h.</summary>
internal static class QueueConstants
{
    /// <summary>Priorities are less than this.</summary>
    internal const int MQ_PRIO_MAX = 32768;

    internal const int RLIMIT_MSGQUEUE = 12;

    internal const int FSOPEN_CLOEXEC = 1;
    internal const int FSCONFIG_CMD_CREATE = 6;
    internal const int FSMOUNT_CLOEXEC = 1;

    /// <summary>The file system of message queues.</summary>
    internal const long MQUEUE_MAGIC = 0x19800202;
}
