namespace MmapModule;

/// <summary>What a <see cref="MemoryMap"/> maps.</summary>
public enum MapKind
{
    /// <summary>A file or a device opened by path.</summary>
    File,

    /// <summary>Memory without any file (MAP_ANONYMOUS).</summary>
    Anonymous,

    /// <summary>A POSIX shared memory object, opened by name (shm_overview(7)).</summary>
    SharedMemory,

    /// <summary>An unnamed file in memory (memfd_create(2)).</summary>
    MemoryFile,

    /// <summary>A sealed, immutable copy of a file, a pipe or a /proc file.</summary>
    Snapshot,

    /// <summary>A descriptor or handle that the caller had already opened.</summary>
    Handle,

    /// <summary>A System V shared memory segment (shmget(2)), opened by key or id.</summary>
    SystemV,
}
