using System;

namespace MmapModule.Platform;

/// <summary>A wait for permits that is under way.</summary>
internal interface ISemaphoreWait : IDisposable
{
    /// <summary>Takes the permits, and sleeps for them at most this long. After a sleep it tries once more, so that no wake is lost.</summary>
    /// <param name="milliseconds">The longest sleep; 0 for none.</param>
    bool TryTake(int milliseconds);
}
