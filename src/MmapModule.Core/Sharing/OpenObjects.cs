using System;
using System.Collections.Generic;

namespace MmapModule.Sharing;

/// <summary>The open objects of one kind in this process. It keeps none of them alive.</summary>
internal sealed class OpenObjects<T>
    where T : class, IDisposable
{
    private readonly object _lock = new();
    private readonly List<WeakReference<T>> _open = [];

    internal void Add(T item)
    {
        lock (_lock)
        {
            _open.RemoveAll(static entry => !entry.TryGetTarget(out _));
            _open.Add(new WeakReference<T>(item));
        }
    }

    internal void Forget(T item)
    {
        lock (_lock)
        {
            _open.RemoveAll(entry => !entry.TryGetTarget(out T? other) || other == item);
        }
    }

    /// <summary>Closes every one; waits of other threads end with an error.</summary>
    internal void CloseAll()
    {
        WeakReference<T>[] all;
        lock (_lock)
        {
            all = [.. _open];
        }

        foreach (WeakReference<T> entry in all)
        {
            if (entry.TryGetTarget(out T? item))
            {
                item.Dispose();
            }
        }
    }
}
