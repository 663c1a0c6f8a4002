using System;
using System.Collections.Generic;

namespace MmapModule;

/// <summary>The open message queues of this process. It keeps none of them alive.</summary>
internal static class QueueRegistry
{
    private static readonly object s_lock = new();
    private static readonly List<WeakReference<MessageQueue>> s_open = [];

    internal static void Add(MessageQueue queue)
    {
        lock (s_lock)
        {
            s_open.RemoveAll(static entry => !entry.TryGetTarget(out _));
            s_open.Add(new WeakReference<MessageQueue>(queue));
        }
    }

    internal static void Forget(MessageQueue queue)
    {
        lock (s_lock)
        {
            s_open.RemoveAll(entry => !entry.TryGetTarget(out MessageQueue? other) || other == queue);
        }
    }

    /// <summary>Closes every one; waits for messages end with an error.</summary>
    internal static void CloseAll()
    {
        WeakReference<MessageQueue>[] all;
        lock (s_lock)
        {
            all = [.. s_open];
        }

        foreach (WeakReference<MessageQueue> entry in all)
        {
            if (entry.TryGetTarget(out MessageQueue? queue))
            {
                queue.Dispose();
            }
        }
    }
}
