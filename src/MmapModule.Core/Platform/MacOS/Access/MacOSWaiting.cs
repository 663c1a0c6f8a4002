using System;

namespace MmapModule.Platform.MacOS.Access;

/// <summary>Waits look again and again: macOS 14.4 and later could sleep on words, which is not used yet.</summary>
internal sealed class MacOSWaiting : IWaiting
{
    /// <inheritdoc/>
    public bool CanSleepOn(MapBacking? backing, bool isPrivate) => false;

    /// <inheritdoc/>
    public IWriteSignal? OpenSignal(MapBacking? backing, bool isPrivate) => null;

    /// <inheritdoc/>
    public void Wake(nint address)
    {
        // Nobody sleeps on words.
    }

    /// <inheritdoc/>
    public bool Sleep(ReadOnlySpan<nint> addresses, ReadOnlySpan<uint> values, long nanoseconds) => false;
}
