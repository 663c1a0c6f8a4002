using System.Collections.Generic;
using MmapModule.Platform;

namespace MmapModule;

/// <summary>The locks that this process holds. They are kept here: a lock must not go because nobody has kept the object.</summary>
internal static class MutexRegistry
{
    private static readonly object s_lock = new();
    private static readonly List<MutexHold> s_holds = [];

    internal static void Add(MutexHold hold)
    {
        lock (s_lock)
        {
            s_holds.Add(hold);
        }
    }

    internal static void Forget(MutexHold hold)
    {
        lock (s_lock)
        {
            int index = s_holds.LastIndexOf(hold);
            if (index >= 0)
            {
                s_holds.RemoveAt(index);
            }
        }
    }

    /// <summary>The latest hold on a path, or else on the file that it leads to; null if there is none.</summary>
    internal static MutexHold? FindLatest(string path)
    {
        lock (s_lock)
        {
            if (s_holds.FindLast(hold => hold.Path == path) is { } named)
            {
                return named;
            }

            return s_holds.Count > 0 && MapPlatform.Current.StatPath(path) is { } status ? s_holds.FindLast(hold => hold.Identity == status.Identity) : null;
        }
    }

    /// <summary>Releases all of them.</summary>
    internal static void ReleaseAll()
    {
        MutexHold[] all;
        lock (s_lock)
        {
            all = [.. s_holds];
        }

        foreach (MutexHold hold in all)
        {
            hold.Dispose();
        }
    }
}
