namespace MmapModule.Platform;

/// <summary>Sleeping on words of the file of a shared queue, and waking those who do.</summary>
internal interface IQueueWaiting
{
    /// <summary>Wakes those who sleep on a word.</summary>
    /// <param name="word">Where it is in this process.</param>
    /// <param name="offset">Where it is in the file.</param>
    /// <param name="count">How many to wake at most.</param>
    /// <returns>How many were woken; 1 where that is not known. 0 means that nobody sleeps.</returns>
    int Wake(nint word, int offset, int count);

    /// <summary>Sleeps as long as a word has this value, and nobody wakes it; false if that is not possible. A sleep may end early.</summary>
    /// <param name="word">Where it is in this process.</param>
    /// <param name="offset">Where it is in the file.</param>
    /// <param name="value">What it was when the caller looked.</param>
    /// <param name="milliseconds">The longest sleep.</param>
    bool Sleep(nint word, int offset, uint value, int milliseconds);
}
