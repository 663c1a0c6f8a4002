using System;
using System.Threading;
using MmapModule.Platform;

namespace MmapModule.Waiting;

/// <summary>Wakes waits on one map, such as a private map of a file, where futex(2) would give the map pages of its own.</summary>
internal sealed class LocalSignal : IWriteSignal
{
    private readonly object _lock = new();
    private int _writes;

    /// <inheritdoc/>
    public int Writes => Volatile.Read(ref _writes);

    /// <inheritdoc/>
    public void Wake()
    {
        lock (_lock)
        {
            _writes++;
            Monitor.PulseAll(_lock);
        }
    }

    /// <inheritdoc/>
    public void Sleep(int seen, TimeSpan time)
    {
        lock (_lock)
        {
            if (_writes == seen)
            {
                _ = Monitor.Wait(_lock, time);
            }
        }
    }
}
