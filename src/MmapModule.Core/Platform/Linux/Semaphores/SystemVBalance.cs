using System;
using System.Collections.Generic;

namespace MmapModule.Platform.Linux.Semaphores;

/// <summary>How many permits of System V semaphores this process has taken and not returned.</summary>
/// <remarks>
/// The kernel keeps the same account and settles it when the process ends. So a permit that was taken must be given back with
/// SEM_UNDO, or the kernel would give it back once more; and one that was not taken here must be given without, or the kernel
/// would take it away again.
/// </remarks>
internal static class SystemVBalance
{
    private static readonly object s_lock = new();
    private static readonly Dictionary<(int Id, int Index), int> s_taken = [];

    internal static void Took(int id, int index, int count)
    {
        lock (s_lock)
        {
            s_taken[(id, index)] = s_taken.GetValueOrDefault((id, index)) + count;
        }
    }

    /// <summary>Returns permits.</summary>
    /// <param name="id">The set.</param>
    /// <param name="index">Which semaphore of it.</param>
    /// <param name="count">How many permits.</param>
    /// <param name="release">Receives how many of them were taken here, and how many were not.</param>
    internal static void Release(int id, int index, int count, Action<int, int> release)
    {
        lock (s_lock)
        {
            int taken = s_taken.GetValueOrDefault((id, index));
            int own = Math.Min(taken, count);
            release(own, count - own);
            if (own > 0)
            {
                s_taken[(id, index)] = taken - own;
            }
        }
    }

    /// <summary>Forgets a set that is gone: its account is gone with it, and its id may come back.</summary>
    internal static void Forget(int id)
    {
        lock (s_lock)
        {
            foreach ((int Id, int Index) known in s_taken.Keys)
            {
                if (known.Id == id)
                {
                    s_taken.Remove(known);
                }
            }
        }
    }
}
