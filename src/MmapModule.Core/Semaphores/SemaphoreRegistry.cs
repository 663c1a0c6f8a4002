using System;
using System.Collections.Generic;

namespace MmapModule;

/// <summary>The open semaphores of this process. It keeps none of them alive.</summary>
internal static class SemaphoreRegistry
{
    private static readonly object s_lock = new();
    private static readonly List<WeakReference<SharedSemaphore>> s_open = [];

    internal static void Add(SharedSemaphore semaphore)
    {
        lock (s_lock)
        {
            s_open.RemoveAll(static entry => !entry.TryGetTarget(out _));
            s_open.Add(new WeakReference<SharedSemaphore>(semaphore));
        }
    }

    internal static void Forget(SharedSemaphore semaphore)
    {
        lock (s_lock)
        {
            s_open.RemoveAll(entry => !entry.TryGetTarget(out SharedSemaphore? other) || other == semaphore);
        }
    }

    /// <summary>Closes every one; waits for a permit end with an error.</summary>
    internal static void CloseAll()
    {
        WeakReference<SharedSemaphore>[] all;
        lock (s_lock)
        {
            all = [.. s_open];
        }

        foreach (WeakReference<SharedSemaphore> entry in all)
        {
            if (entry.TryGetTarget(out SharedSemaphore? semaphore))
            {
                semaphore.Dispose();
            }
        }
    }
}
