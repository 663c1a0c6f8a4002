namespace MmapModule.Interop.Linux;

/// <summary>Numbers of system calls, the same on x64 and arm64.</summary>
internal static class SyscallNumbers
{
    /// <summary>cachestat(2), since Linux 6.5.</summary>
    internal const nint Cachestat = 451;

    /// <summary>mseal(2), since Linux 6.10.</summary>
    internal const nint MSeal = 462;
}
