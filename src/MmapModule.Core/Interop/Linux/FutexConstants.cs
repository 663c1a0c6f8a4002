namespace MmapModule.Interop.Linux;

/// <summary>Values of futex(2) and futex_waitv(2). Without a private flag the words are shared with other processes.</summary>
internal static class FutexConstants
{
    internal const int FUTEX_WAIT = 0;
    internal const int FUTEX_WAKE = 1;
    internal const uint FUTEX2_SIZE_U32 = 2;
    internal const int FUTEX_WAITV_MAX = 128;
    internal const int CLOCK_MONOTONIC = 1;
}
