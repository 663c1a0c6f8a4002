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

    internal const int MADV_NORMAL = 0;
    internal const int MADV_RANDOM = 1;
    internal const int MADV_SEQUENTIAL = 2;
    internal const int MADV_WILLNEED = 3;
    internal const int MADV_DONTNEED = 4;
    internal const int MADV_FREE = 8;
    internal const int MADV_REMOVE = 9;
    internal const int MADV_DONTFORK = 10;
    internal const int MADV_DOFORK = 11;
    internal const int MADV_MERGEABLE = 12;
    internal const int MADV_UNMERGEABLE = 13;
    internal const int MADV_HUGEPAGE = 14;
    internal const int MADV_NOHUGEPAGE = 15;
    internal const int MADV_DONTDUMP = 16;
    internal const int MADV_DODUMP = 17;
    internal const int MADV_WIPEONFORK = 18;
    internal const int MADV_KEEPONFORK = 19;
    internal const int MADV_COLD = 20;
    internal const int MADV_PAGEOUT = 21;
    internal const int MADV_POPULATE_READ = 22;
    internal const int MADV_POPULATE_WRITE = 23;
    internal const int MADV_DONTNEED_LOCKED = 24;
    internal const int MADV_COLLAPSE = 25;
    internal const int MADV_HWPOISON = 100;
    internal const int MADV_SOFT_OFFLINE = 101;
    internal const int MADV_GUARD_INSTALL = 102;
    internal const int MADV_GUARD_REMOVE = 103;

    internal const int MREMAP_MAYMOVE = 1;
    internal const int MREMAP_FIXED = 2;

    internal const uint MLOCK_ONFAULT = 1;

    /// <summary>What mmap returns instead of an address.</summary>
    internal const nint MAP_FAILED = -1;
}
