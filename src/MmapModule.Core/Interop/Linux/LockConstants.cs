namespace MmapModule.Interop.Linux;

/// <summary>Values of flock(2) and of the locks of fcntl(2) that belong to an open file.</summary>
internal static class LockConstants
{
    internal const int LOCK_SH = 1;
    internal const int LOCK_EX = 2;
    internal const int LOCK_NB = 4;
    internal const int LOCK_UN = 8;

    internal const int F_OFD_GETLK = 36;
    internal const int F_OFD_SETLK = 37;
    internal const short F_RDLCK = 0;
    internal const short F_WRLCK = 1;
    internal const short F_UNLCK = 2;
}
