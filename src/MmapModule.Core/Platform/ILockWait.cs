using System;

namespace MmapModule.Platform;

/// <summary>A wait for a lock, from its beginning to its end.</summary>
internal interface ILockWait : IDisposable
{
    /// <summary>Tries to take the lock; if that fails, sleeps until it may have been given back, at most for so many milliseconds.</summary>
    bool TryLock(bool isShared, int milliseconds);
}
