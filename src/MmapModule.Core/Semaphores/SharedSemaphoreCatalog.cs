using System;
using System.Collections.Generic;
using System.IO;
using MmapModule.Platform;
using MmapModule.Sharing;

namespace MmapModule;

/// <summary>The POSIX semaphores and System V semaphore sets of this machine.</summary>
public static class SharedSemaphoreCatalog
{
    /// <summary>The names of all POSIX semaphores, in order.</summary>
    /// <returns>The names, without leading slash.</returns>
    public static IReadOnlyList<string> Names() => MapPlatform.Current.Semaphores.Names();

    /// <summary>Examines POSIX semaphores.</summary>
    /// <param name="names">The names; what has gone meanwhile is left out.</param>
    /// <returns>A description of each.</returns>
    /// <exception cref="MmapException">InvalidArgument, for a name with a slash inside.</exception>
    public static IReadOnlyList<SharedSemaphoreInfo> Describe(IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        List<SharedSemaphoreInfo> found = [];
        foreach (string name in names)
        {
            if (MapPlatform.Current.Semaphores.DescribeSemaphore(ObjectName.Semaphore(name)) is { } info)
            {
                found.Add(info);
            }
        }

        return found;
    }

    /// <summary>Examines all System V semaphore sets.</summary>
    /// <returns>A description of each.</returns>
    public static IReadOnlyList<SharedSemaphoreInfo> Sets() => MapPlatform.Current.Semaphores.DescribeSets();

    /// <summary>Removes a POSIX semaphore by name (sem_unlink(3)); processes that have it open keep it.</summary>
    /// <param name="name">The name, with or without leading slash.</param>
    /// <exception cref="MmapException">SemaphoreNotFound, AccessDenied, NotPermitted or InvalidArgument.</exception>
    public static void Remove(string name) => MapPlatform.Current.Semaphores.RemoveSemaphore(ObjectName.Semaphore(name));

    /// <summary>Removes a System V semaphore set; whoever waits for it gets an error.</summary>
    /// <param name="id">The id of the set.</param>
    /// <exception cref="MmapException">SemaphoreNotFound or NotPermitted.</exception>
    public static void RemoveSet(int id) => MapPlatform.Current.Semaphores.RemoveSet(id);

    /// <summary>The name of the semaphore that shows itself as this file; null if it is an ordinary file.</summary>
    internal static string? NameOf(FileInfo file) => MapPlatform.Current.Semaphores.SemaphoreOf(file);
}
