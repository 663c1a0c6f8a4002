namespace MmapModule.Interop.Linux;

/// <summary>Values of semget(2), semop(2) and semctl(2).</summary>
internal static class SemaphoreConstants
{
    internal const int SEM_UNDO = 0x1000;
    internal const int GETVAL = 12;
    internal const int GETNCNT = 14;

    /// <summary>The most permits of a System V semaphore, which no setting changes.</summary>
    internal const int SEMVMX = 32767;

    /// <summary>The most permits of a POSIX semaphore.</summary>
    internal const int SEM_VALUE_MAX = int.MaxValue;
}
