using System.Collections.Generic;

namespace MmapModule.Platform.Windows.Locks;

/// <summary>The files that this process has locked: the only ones of which it knows the holder without a note.</summary>
internal static class OwnHolds
{
    private static readonly Dictionary<FileIdentity, int> s_holds = [];

    internal static void Add(FileIdentity file)
    {
        lock (s_holds)
        {
            s_holds[file] = s_holds.GetValueOrDefault(file) + 1;
        }
    }

    internal static void Remove(FileIdentity file)
    {
        lock (s_holds)
        {
            int left = s_holds.GetValueOrDefault(file) - 1;
            if (left > 0)
            {
                s_holds[file] = left;
            }
            else
            {
                s_holds.Remove(file);
            }
        }
    }

    internal static bool Contains(FileIdentity file)
    {
        lock (s_holds)
        {
            return s_holds.ContainsKey(file);
        }
    }
}
