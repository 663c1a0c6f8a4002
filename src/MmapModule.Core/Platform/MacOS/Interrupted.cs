namespace MmapModule.Platform.MacOS;

/// <summary>How often a call is made again that a signal has interrupted (EINTR).</summary>
internal static class Interrupted
{
    /// <summary>Signals come some hundred times a second at most, so this ends only what would never end.</summary>
    internal const int Attempts = 1_000;
}
