using System.Collections.Generic;
using System.IO;

namespace MmapModule.Platform;

/// <summary>Shared memory with a name (POSIX), and segments with a key and an id (System V).</summary>
internal interface ISharedMemory
{
    /// <summary>Opens or creates an object.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="mode">Whether to open, to create, or either.</param>
    /// <param name="size">The size of a new one in bytes, where the system wants to know it at once; null if none may be created.</param>
    /// <param name="writable">For writing too.</param>
    /// <param name="allowForeignOwner">Open it even though another user owns it.</param>
    /// <param name="permission">The permissions of a new one, whatever the system would take away; those of its owner if null.</param>
    MapBacking Open(string name, SharedMemoryMode mode, long? size, bool writable, bool allowForeignOwner, uint? permission);

    /// <summary>The names of all objects that can be listed, in order.</summary>
    IReadOnlyList<string> Names();

    /// <summary>Examines objects and the processes that use them; those that have gone meanwhile are skipped.</summary>
    IReadOnlyList<SharedMemoryInfo> Describe(IReadOnlyCollection<string> names);

    /// <summary>Removes a name; processes that map the object keep their maps.</summary>
    void Remove(string name);

    /// <summary>Opens or creates the segment with a key; 0 always creates one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="mode">Whether to open, to create, or either.</param>
    /// <param name="size">The size of a new segment; null if none may be created.</param>
    /// <param name="allowForeignOwner">Open it even though another user owns it.</param>
    /// <param name="permission">The permissions of a new one; those of its owner if null.</param>
    SharedSegment OpenSegmentKey(int key, SharedMemoryMode mode, long? size, bool allowForeignOwner, uint? permission);

    /// <summary>Opens the segment with an id.</summary>
    SharedSegment OpenSegment(int id, bool allowForeignOwner);

    /// <summary>What can be seen of all segments, in the order of their ids, and the processes that map them.</summary>
    IReadOnlyList<SharedMemoryInfo> DescribeSegments();

    /// <summary>Removes a segment; processes that map it keep their maps.</summary>
    void RemoveSegment(int id);

    /// <summary>The name of the object that shows itself as this file; null if it is an ordinary file.</summary>
    string? NameOf(FileInfo file);
}
