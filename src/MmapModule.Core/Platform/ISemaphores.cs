using System.Collections.Generic;
using System.IO;

namespace MmapModule.Platform;

/// <summary>Semaphores that processes share, by name (POSIX) or by key and id (System V).</summary>
internal interface ISemaphores
{
    /// <summary>Opens or creates a semaphore with a name.</summary>
    /// <exception cref="MmapException">SemaphoreNotFound, SemaphoreExists, SemaphoreInvalid, NotPermitted and others.</exception>
    ISemaphoreHandle Open(string name, SharedSemaphoreOptions options);

    /// <summary>Opens or creates a set with a key; 0 always creates one.</summary>
    ISemaphoreHandle OpenKey(int key, SharedSemaphoreOptions options);

    /// <summary>Opens the set with an id.</summary>
    ISemaphoreHandle OpenSet(int id, SharedSemaphoreOptions options);

    /// <summary>The names of all semaphores, in order.</summary>
    IReadOnlyList<string> Names();

    /// <summary>What can be seen of a semaphore; null if there is none.</summary>
    SharedSemaphoreInfo? DescribeSemaphore(string name);

    /// <summary>What can be seen of all sets, in the order of their ids.</summary>
    IReadOnlyList<SharedSemaphoreInfo> DescribeSets();

    /// <summary>Removes a name.</summary>
    void RemoveSemaphore(string name);

    /// <summary>Removes a set.</summary>
    void RemoveSet(int id);

    /// <summary>The name of the semaphore that shows itself as this file; null if it is an ordinary file.</summary>
    string? SemaphoreOf(FileInfo file);
}
