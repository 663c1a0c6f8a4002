namespace MmapModule.Interop.MacOS;

/// <summary>PROT_, MAP_, MS_, MADV_ and MINCORE_ values (sys/mman.h; MAP_32BIT exists on x64 only).</summary>
internal static class MMapConstants
{
    internal const int PROT_NONE = 0;
    internal const int PROT_READ = 1;
    internal const int PROT_WRITE = 2;
    internal const int PROT_EXEC = 4;

    internal const int MAP_SHARED = 0x0001;
    internal const int MAP_PRIVATE = 0x0002;
    internal const int MAP_FIXED = 0x0010;
    internal const int MAP_NORESERVE = 0x0040;
    internal const int MAP_ANON = 0x1000;
    internal const int MAP_32BIT = 0x8000;

    internal const int MS_ASYNC = 0x0001;
    internal const int MS_INVALIDATE = 0x0002;
    internal const int MS_SYNC = 0x0010;

    internal const int MADV_NORMAL = 0;
    internal const int MADV_RANDOM = 1;
    internal const int MADV_SEQUENTIAL = 2;
    internal const int MADV_WILLNEED = 3;
    internal const int MADV_DONTNEED = 4;
    internal const int MADV_FREE = 5;

    internal const int MINCORE_INCORE = 0x1;

    /// <summary>What mmap returns instead of an address.</summary>
    internal const nint MAP_FAILED = -1;
}
