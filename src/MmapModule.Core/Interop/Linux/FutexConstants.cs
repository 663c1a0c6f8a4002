namespace MmapModule.Interop.Linux;

/// <summary>Values of futex(2) and futex_waitv(2). Without a private flag the words are shared with other processes.</summary>
internal static class FutexConstants
{
    internal const int FUTEX_WAIT = 0;
    internal const int FUTEX_WAKE = 1;
    internal const int FUTEX_WAKE_OP = 5;

    /// <summary>Or the second word with 0, and wake if it was 0.</summary>
    internal const int FUTEX_OP_OR_0 = 2 << 28;

    internal const uint FUTEX2_SIZE_U32 = 2;
    internal const int CLOCK_MONOTONIC = 1;
}
