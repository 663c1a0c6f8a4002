namespace MmapModule.Interop.Linux;

/// <summary>The constants of linux/fiemap.h.</summary>
internal static class FiemapConstants
{
    /// <summary>_IOWR('f', 11, struct fiemap).</summary>
    internal const nuint FS_IOC_FIEMAP = 0xC020660B;

    internal const uint FIEMAP_FLAG_SYNC = 0x1;

    internal const uint FIEMAP_EXTENT_LAST = 0x1;
    internal const uint FIEMAP_EXTENT_UNKNOWN = 0x2;
    internal const uint FIEMAP_EXTENT_DELALLOC = 0x4;
    internal const uint FIEMAP_EXTENT_ENCODED = 0x8;
    internal const uint FIEMAP_EXTENT_UNWRITTEN = 0x800;
    internal const uint FIEMAP_EXTENT_SHARED = 0x2000;
}
