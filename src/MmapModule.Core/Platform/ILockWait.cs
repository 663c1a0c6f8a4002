using System;

namespace MmapModule.Platform;

/// <summary>A wait for a lock, from its beginning to its end.</summary>
internal interface ILockWait : IDisposable
{
    /// <summary>Tries to take the lock; if that fails, sleeps until it may be free, at most this many milliseconds.</summary>
    bool TryLock(bool isShared, int milliseconds);
}
