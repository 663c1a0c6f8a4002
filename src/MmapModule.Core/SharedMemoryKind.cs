namespace MmapModule;

/// <summary>The mechanism of shared memory.</summary>
public enum SharedMemoryKind
{
    /// <summary>POSIX shared memory, which has a name: shm_open(3).</summary>
    Posix,

    /// <summary>A System V segment, which has a key and an id: shmget(2).</summary>
    SystemV,
}
