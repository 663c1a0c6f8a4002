using System;
using System.Collections.Generic;
using MmapModule.Platform;
using MmapModule.Sharing;

namespace MmapModule;

/// <summary>The locks of this machine.</summary>
public static class SharedMutexCatalog
{
    /// <summary>The names of the locks that have one, in order.</summary>
    /// <returns>The names.</returns>
    public static IReadOnlyList<string> Names() => MapPlatform.Current.Locks.LockNames();

    /// <summary>Examines files and the processes that hold locks on them.</summary>
    /// <param name="paths">The files.</param>
    /// <returns>For each file an entry for each kind of lock that is held, or one that says that none is.</returns>
    /// <exception cref="MmapException">PathNotFound and others.</exception>
    public static IReadOnlyList<SharedMutexInfo> Describe(params string[] paths) => Describe(paths, static (_, error) => throw error);

    /// <summary>The same, where a file that cannot be examined does not stop the others.</summary>
    internal static IReadOnlyList<SharedMutexInfo> Describe(IReadOnlyList<string> paths, Action<string, MmapException> failed) =>
        MapPlatform.Current.Locks.DescribeLocks(paths, failed);

    /// <summary>The path of the file of a lock with a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The path.</returns>
    /// <exception cref="MmapException">InvalidArgument, for a name with a slash inside.</exception>
    public static string PathOf(string name) => MapPlatform.Current.Locks.PathOfLock(ObjectName.SharedMemory(name));
}
