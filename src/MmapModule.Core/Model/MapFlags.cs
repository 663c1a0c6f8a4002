using System;

namespace MmapModule;

/// <summary>The MAP_ flags of mmap(2) beside shared, private and anonymous, which have parameters of their own.</summary>
[Flags]
public enum MapFlags
{
    /// <summary>No flag; MAP_FILE is the same, its value is 0.</summary>
    File = 0,

    /// <summary>Place the map exactly at the address, which may be only free memory or memory of another map of this module.</summary>
    Fixed = 1 << 0,

    /// <summary>Place the map exactly at the address, which must be free.</summary>
    FixedNoReplace = 1 << 1,

    /// <summary>Let the kernel refuse flags that it does not know.</summary>
    SharedValidate = 1 << 2,

    /// <summary>Ignored by the kernel since Linux 2.6.</summary>
    DenyWrite = 1 << 3,

    /// <summary>Ignored by the kernel.</summary>
    Executable = 1 << 4,

    /// <summary>Do not reserve swap space: larger than memory is possible.</summary>
    NoReserve = 1 << 5,

    /// <summary>Lock the pages into memory (verified, since the kernel hides errors).</summary>
    Locked = 1 << 6,

    /// <summary>A stack that grows downwards; private anonymous memory only.</summary>
    GrowsDown = 1 << 7,

    /// <summary>An address that suits a thread's stack; no effect on Linux today.</summary>
    Stack = 1 << 8,

    /// <summary>Within the first 2 GiB of the address space; x86 only.</summary>
    Low32Bit = 1 << 9,

    /// <summary>Fault all pages in now (verified, since the kernel hides errors).</summary>
    Populate = 1 << 10,

    /// <summary>With Populate: no read-ahead, which since Linux 2.6.23 means no population at all.</summary>
    NonBlock = 1 << 11,

    /// <summary>Use pages of the huge page pool.</summary>
    HugeTlb = 1 << 12,

    /// <summary>Processor stores are durable once flushed from the cache; needs persistent memory (DAX).</summary>
    Sync = 1 << 13,

    /// <summary>Do not clear the memory; ignored except on kernels without an MMU.</summary>
    Uninitialized = 1 << 14,

    /// <summary>Memory that the kernel may drop (zero) under pressure; anonymous only, Linux 6.11.</summary>
    Droppable = 1 << 15,
}
