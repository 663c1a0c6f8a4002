using System;
using System.Collections.Generic;
using MmapModule.Platform.Windows.Waiting;

namespace MmapModule.Platform.Windows.SharedQueues;

/// <summary>
/// Sleeping on words of a queue by events, one for each word. An event stays set until somebody sleeps on it, so a wake that comes
/// before the sleep is not lost; one that nobody needs ends a later sleep early, which does no harm.
/// </summary>
internal sealed class QueueEvents : IQueueWaiting, IDisposable
{
    private readonly FileIdentity _file;
    private readonly Dictionary<int, NamedEvent?> _events = [];

    internal QueueEvents(FileIdentity file) => _file = file;

    /// <inheritdoc/>
    // Of several one is woken at once; the others look after the rest of their slice.
    public int Wake(nint word, int offset, int count)
    {
        try
        {
            Event(offset)?.Set();
        }
        catch (ObjectDisposedException)
        {
            // The queue has just been closed here; what was done to it is done.
        }

        return 1;
    }

    /// <inheritdoc/>
    public bool Sleep(nint word, int offset, uint value, int milliseconds)
    {
        try
        {
            if (Event(offset) is not { } open)
            {
                return false;
            }

            open.Sleep(milliseconds);
            return true;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_events)
        {
            foreach (NamedEvent? one in _events.Values)
            {
                one?.Dispose();
            }
        }
    }

    private NamedEvent? Event(int offset)
    {
        lock (_events)
        {
            if (!_events.TryGetValue(offset, out NamedEvent? found))
            {
                found = _events[offset] = NamedEvent.TryOpen("Queue", _file, wakesAll: false, offset);
            }

            return found;
        }
    }
}
