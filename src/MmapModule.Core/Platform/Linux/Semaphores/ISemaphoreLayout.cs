using System;

namespace MmapModule.Platform.Linux.Semaphores;

/// <summary>How a C library keeps a semaphore in a file. Where a page of it is gone, the answer is false, and never a signal.</summary>
internal interface ISemaphoreLayout
{
    /// <summary>The bytes of a semaphore.</summary>
    const int Size = 32;

    /// <summary>What stands before the name in the name of the file.</summary>
    string Prefix { get; }

    /// <summary>A new semaphore.</summary>
    byte[] Create(int count);

    /// <summary>Reads one; null if it is none.</summary>
    SemaphoreState? Read(ReadOnlySpan<byte> bytes);

    /// <summary>Takes permits if so many are free.</summary>
    /// <param name="address">Where the semaphore is; the caller holds the pages.</param>
    /// <param name="count">How many.</param>
    /// <param name="isTaken">Whether they were.</param>
    bool TryTake(nint address, int count, out bool isTaken);

    /// <summary>Returns permits.</summary>
    /// <param name="address">Where the semaphore is.</param>
    /// <param name="count">How many.</param>
    /// <param name="wake">How many sleepers on <paramref name="address"/> are to be woken; negative if the semaphore cannot count so many permits.</param>
    bool TryRelease(nint address, int count, out int wake);

    /// <summary>Counts one who waits, or one who no longer waits.</summary>
    bool TryCountWaiter(nint address, int change);
}
