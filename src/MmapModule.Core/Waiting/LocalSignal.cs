using System;
using System.Threading;

namespace MmapModule.Waiting;

/// <summary>Wakes waits of this process on a private map of a file, where futex(2) would give the map pages of its own.</summary>
internal sealed class LocalSignal
{
    private readonly object _lock = new();
    private int _writes;

    /// <summary>How many writes there were; taken before a check, so that a write after it keeps the sleep from beginning.</summary>
    internal int Writes => Volatile.Read(ref _writes);

    internal void Wake()
    {
        lock (_lock)
        {
            _writes++;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Sleeps, unless something has been written since.</summary>
    internal void Sleep(int seen, TimeSpan time)
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
