using System;

namespace MmapModule.Platform.Windows.Waiting;

/// <summary>
/// Waiting by named events and by looking again. WaitOnAddress knows a word by its address, so it works in one process only, and
/// it reads the word, which may be gone.
/// </summary>
internal sealed class WindowsWaiting : IWaiting
{
    /// <inheritdoc/>
    public bool CanSleepOn(MapBacking? backing, bool isPrivate) => false;

    /// <inheritdoc/>
    public IWriteSignal? OpenSignal(MapBacking? backing, bool isPrivate) =>
        backing is not null && !isPrivate && backing.Identity != default && NamedEvent.TryOpen("Write", backing.Identity, wakesAll: true) is { } open ? new NamedSignal(open) : null;

    /// <inheritdoc/>
    public void Wake(nint address)
    {
        // Nobody sleeps on words.
    }

    /// <inheritdoc/>
    public bool Sleep(ReadOnlySpan<nint> addresses, ReadOnlySpan<uint> values, long nanoseconds) => false;
}
