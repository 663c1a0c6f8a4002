using System;

namespace MmapModule.Platform;

/// <summary>Ends sleeps of those who wait for the bytes of a map, where nobody can sleep on words of its memory.</summary>
internal interface IWriteSignal
{
    /// <summary>Taken before a check, so that a write after it keeps the sleep from beginning.</summary>
    int Writes { get; }

    /// <summary>Something has been written.</summary>
    void Wake();

    /// <summary>Sleeps, unless something has been written since.</summary>
    /// <param name="seen">What <see cref="Writes"/> was before the check.</param>
    /// <param name="time">The longest sleep.</param>
    void Sleep(int seen, TimeSpan time);
}
