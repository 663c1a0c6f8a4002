using System.Collections.Generic;
using System.IO;

namespace MmapModule.Platform;

/// <summary>Shared memory with a name.</summary>
internal interface ISharedMemory
{
    /// <summary>Opens or creates an object.</summary>
    MapBacking Open(string name, SharedMemoryMode mode, bool canCreate, bool writable, bool allowForeignOwner);

    /// <summary>The names of all objects that can be listed, in order.</summary>
    IReadOnlyList<string> Names();

    /// <summary>Examines objects and the processes that use them; those that have gone meanwhile are skipped.</summary>
    IReadOnlyList<SharedMemoryInfo> Describe(IReadOnlyCollection<string> names);

    /// <summary>Removes a name; processes that map the object keep their maps.</summary>
    void Remove(string name);

    /// <summary>The name of the object that shows itself as this file; null if it is an ordinary file.</summary>
    string? NameOf(FileInfo file);
}
