using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Access;
using MmapModule.Mapping;
using MmapModule.Platform;

namespace MmapModule;

/// <summary>The open maps of this process.</summary>
/// <remarks>It does not keep maps alive: a map that nothing else refers to is closed by its finalizer.</remarks>
public static class MapRegistry
{
    private static readonly ConcurrentDictionary<int, WeakReference<MemoryMap>> s_maps = new();
    private static int s_lastId;

    /// <summary>The open maps, in the order of their ids.</summary>
    /// <returns>A snapshot; maps may be removed while it is used.</returns>
    public static IReadOnlyList<MemoryMap> GetAll()
    {
        List<MemoryMap> maps = [];
        foreach (KeyValuePair<int, WeakReference<MemoryMap>> entry in s_maps)
        {
            if (entry.Value.TryGetTarget(out MemoryMap? map))
            {
                maps.Add(map);
            }
            else
            {
                // An empty map has no memory whose finalizer would have done this.
                Forget(entry.Key);
            }
        }

        maps.Sort(static (left, right) => left.Id.CompareTo(right.Id));
        return maps;
    }

    /// <summary>The open map with an id.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The map, or null if there is none.</returns>
    public static MemoryMap? Find(int id) =>
        s_maps.TryGetValue(id, out WeakReference<MemoryMap>? entry) && entry.TryGetTarget(out MemoryMap? map) ? map : null;

    /// <summary>Closes every open map and waits for accesses that are under way.</summary>
    public static void CloseAll()
    {
        foreach (MemoryMap map in GetAll())
        {
            map.Dispose();
        }
    }

    /// <summary>How many maps are open, including those that nobody refers to any more.</summary>
    internal static int Count => s_maps.Count;

    internal static int NextId() => Interlocked.Increment(ref s_lastId);

    internal static void Add(MemoryMap map)
    {
        AtomicWord.Prepare();
        s_maps[map.Id] = new WeakReference<MemoryMap>(map);
    }

    /// <summary>The open mapping whose address range holds all of this one; null if there is none.</summary>
    internal static LiveMapping? FindOwner(ulong address, long length)
    {
        foreach (MemoryMap map in GetAll())
        {
            ulong start = (ulong)map.Mapping.Handle.Address;
            long mapped = map.Mapping.Handle.MappedLength;
            if (address >= start && (ulong)mapped >= (ulong)length && address - start <= (ulong)(mapped - length))
            {
                return map.Mapping;
            }
        }

        return null;
    }

    /// <summary>Whether an open map of this process shows that file.</summary>
    internal static bool Shows(FileIdentity file)
    {
        foreach (MemoryMap map in GetAll())
        {
            if (map.Backing?.Identity == file && !map.IsClosed)
            {
                return true;
            }
        }

        return false;
    }

    internal static void Forget(int id) => s_maps.TryRemove(id, out _);
}
