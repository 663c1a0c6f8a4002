namespace MmapModule.Interop.Linux;

/// <summary>PROT_, MAP_, MS_ and MADV_ values (asm-generic; MAP_32BIT exists on x86 only).</summary>
internal static class MMapConstants
{
    internal const int PROT_NONE = 0;
    internal const int PROT_READ = 1;
    internal const int PROT_WRITE = 2;
    internal const int PROT_EXEC = 4;

    internal const int MAP_SHARED = 0x01;
    internal const int MAP_PRIVATE = 0x02;
    internal const int MAP_SHARED_VALIDATE = 0x03;
    internal const int MAP_DROPPABLE = 0x08;
    internal const int MAP_FIXED = 0x10;
    internal const int MAP_ANONYMOUS = 0x20;
    internal const int MAP_32BIT = 0x40;
    internal const int MAP_GROWSDOWN = 0x0100;
    internal const int MAP_DENYWRITE = 0x0800;
    internal const int MAP_EXECUTABLE = 0x1000;
    internal const int MAP_LOCKED = 0x2000;
    internal const int MAP_NORESERVE = 0x4000;
    internal const int MAP_POPULATE = 0x8000;
    internal const int MAP_NONBLOCK = 0x10000;
    internal const int MAP_STACK = 0x20000;
    internal const int MAP_HUGETLB = 0x40000;
    internal const int MAP_SYNC = 0x80000;
    internal const int MAP_FIXED_NOREPLACE = 0x100000;
    internal const int MAP_UNINITIALIZED = 0x4000000;
    internal const int MAP_HUGE_SHIFT = 26;

    internal const int MS_ASYNC = 1;
    internal const int MS_INVALIDATE = 2;
    internal const int MS_SYNC = 4;

    internal const int MADV_POPULATE_READ = 22;
    internal const int MADV_POPULATE_WRITE = 23;

    internal const int MREMAP_MAYMOVE = 1;

    internal const uint MLOCK_ONFAULT = 1;

    /// <summary>What mmap returns instead of an address.</summary>
    internal const nint MAP_FAILED = -1;
}
