using System;

namespace MmapModule.Platform;

/// <summary>Sleeping until somebody wakes those who wait for a word of memory; an unmapped address does no harm.</summary>
/// <remarks>Where words of shared memory cannot be slept on, "false" makes a wait check again after a while.</remarks>
internal interface IWaiting
{
    /// <summary>Whether a sleep on words of such a mapping is possible and leaves no trace in it.</summary>
    /// <param name="backing">The file; null for anonymous memory.</param>
    /// <param name="isPrivate">Whether the mapping has pages of its own.</param>
    bool CanSleepOn(MapBacking? backing, bool isPrivate);

    /// <summary>What ends sleeps where <see cref="CanSleepOn"/> says no; null if only waits on this very map can be woken.</summary>
    /// <param name="backing">The file; null for anonymous memory.</param>
    /// <param name="isPrivate">Whether the mapping has pages of its own.</param>
    IWriteSignal? OpenSignal(MapBacking? backing, bool isPrivate);

    /// <summary>Wakes everybody who sleeps on a word, in every process where that is possible.</summary>
    void Wake(nint address);

    /// <summary>Sleeps until one of the words is woken, unless one of them has another value already, or until the time is over.</summary>
    /// <param name="addresses">Multiples of 4.</param>
    /// <param name="values">The values that the words had when the caller looked.</param>
    /// <param name="nanoseconds">The longest sleep.</param>
    /// <returns>False if it was not possible to sleep on these words.</returns>
    bool Sleep(ReadOnlySpan<nint> addresses, ReadOnlySpan<uint> values, long nanoseconds);
}
