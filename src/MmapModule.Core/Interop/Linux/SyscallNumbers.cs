using System.Runtime.InteropServices;

namespace MmapModule.Interop.Linux;

/// <summary>Numbers of system calls: the newer ones are the same on x64 and arm64.</summary>
internal static class SyscallNumbers
{
    /// <summary>futex_waitv(2), since Linux 5.16.</summary>
    internal const nint FutexWaitV = 449;

    /// <summary>cachestat(2), since Linux 6.5.</summary>
    internal const nint Cachestat = 451;

    /// <summary>mseal(2), since Linux 6.10.</summary>
    internal const nint MSeal = 462;

    /// <summary>fsopen(2), since Linux 5.2.</summary>
    internal const nint FsOpen = 430;

    /// <summary>fsconfig(2), since Linux 5.2.</summary>
    internal const nint FsConfig = 431;

    /// <summary>fsmount(2), since Linux 5.2.</summary>
    internal const nint FsMount = 432;

    /// <summary>mq_open(2), which older C libraries keep in a library of its own, as all calls of its family.</summary>
    internal static nint MqOpen { get; } = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 180 : 240;

    /// <summary>mq_unlink(2).</summary>
    internal static nint MqUnlink { get; } = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 181 : 241;

    /// <summary>mq_timedsend(2).</summary>
    internal static nint MqTimedSend { get; } = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 182 : 242;

    /// <summary>mq_timedreceive(2).</summary>
    internal static nint MqTimedReceive { get; } = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 183 : 243;

    /// <summary>mq_getsetattr(2).</summary>
    internal static nint MqGetSetAttr { get; } = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 185 : 245;

    /// <summary>getdents64(2), which the runtime makes, too; older C libraries do not wrap it.</summary>
    internal static nint GetDEnts64 { get; } = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 61 : 217;

    /// <summary>newfstatat(2); a C library may have no function of that name.</summary>
    internal static nint FStatAt { get; } = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 79 : 262;

    /// <summary>futex(2), which C libraries do not wrap.</summary>
    internal static nint Futex { get; } = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 98 : 202;

    /// <summary>statx(2), which older C libraries do not wrap.</summary>
    internal static nint StatX { get; } = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 291 : 332;

    /// <summary>memfd_create(2), which older C libraries do not wrap.</summary>
    internal static nint MemFdCreate { get; } = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 279 : 319;

    /// <summary>mlock2(2), which older C libraries do not wrap.</summary>
    internal static nint MLock2 { get; } = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 284 : 325;

    /// <summary>copy_file_range(2), which older C libraries do not wrap.</summary>
    internal static nint CopyFileRange { get; } = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 285 : 326;
}
