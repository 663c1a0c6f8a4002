using System;
using System.Collections.Generic;
using System.IO;
using MmapModule.Platform;
using MmapModule.Sharing;

namespace MmapModule;

/// <summary>The POSIX shared memory objects and System V segments of this machine.</summary>
public static class SharedMemoryCatalog
{
    /// <summary>The names of all objects, in order.</summary>
    /// <returns>The names, without leading slash.</returns>
    public static IReadOnlyList<string> Names() => MapPlatform.Current.SharedMemory.Names();

    /// <summary>Examines objects and the processes that use them.</summary>
    /// <param name="names">The names; objects that have gone meanwhile are skipped.</param>
    /// <returns>A description of each.</returns>
    /// <exception cref="MmapException">InvalidArgument, for a name with a slash inside.</exception>
    public static IReadOnlyList<SharedMemoryInfo> Describe(IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return MapPlatform.Current.SharedMemory.Describe(names);
    }

    /// <summary>Removes an object by name (shm_unlink(3)); processes that map it keep their maps.</summary>
    /// <param name="name">The name, with or without leading slash.</param>
    /// <exception cref="MmapException">SharedMemoryNotFound, AccessDenied, NotPermitted or InvalidArgument.</exception>
    public static void Remove(string name) => MapPlatform.Current.SharedMemory.Remove(ObjectName.SharedMemory(name));

    /// <summary>Examines all System V segments and the processes that map them.</summary>
    /// <returns>A description of each, in the order of their ids.</returns>
    public static IReadOnlyList<SharedMemoryInfo> Segments() => MapPlatform.Current.SharedMemory.DescribeSegments();

    /// <summary>Removes a System V segment (IPC_RMID); processes that map it keep their maps, and then it goes.</summary>
    /// <param name="id">The id of the segment.</param>
    /// <exception cref="MmapException">SharedMemoryNotFound or NotPermitted.</exception>
    public static void RemoveSegment(int id) => MapPlatform.Current.SharedMemory.RemoveSegment(id);

    /// <summary>The name of the object that shows itself as this file; null if it is an ordinary file.</summary>
    internal static string? NameOf(FileInfo file) => MapPlatform.Current.SharedMemory.NameOf(file);
}
