namespace MmapModule.Platform.Linux;

/// <summary>How often a call is made again that a signal has interrupted (EINTR), or that asks to be tried again (EAGAIN).</summary>
internal static class Interrupted
{
    /// <summary>Signals come some hundred times a second at most, so this ends only what would never end.</summary>
    internal const int Attempts = 1000;

    /// <summary>Tries of a call that lacks a resource of the kernel for a moment.</summary>
    internal const int ShortOfResources = 10;
}
