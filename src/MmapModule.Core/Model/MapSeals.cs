using System;

namespace MmapModule;

/// <summary>The seals of a memory file (F_SEAL_ of fcntl(2)); a seal can be added and never removed.</summary>
[Flags]
public enum MapSeals
{
    /// <summary>No seal.</summary>
    None = 0,

    /// <summary>No further seal can be added.</summary>
    Seal = 1,

    /// <summary>The file cannot become shorter: no process can make a map of it fail.</summary>
    Shrink = 2,

    /// <summary>The file cannot become longer.</summary>
    Grow = 4,

    /// <summary>The content cannot change; refused while a writable shared map exists.</summary>
    Write = 8,

    /// <summary>No new writable map or write(2); existing writable maps keep working.</summary>
    FutureWrite = 16,
}
