namespace MmapModule;

/// <summary>How much of a part of a file the page cache held when it was examined. The length is that of the part.</summary>
public sealed class FileCacheRegionInfo : FileCacheInfo
{
    internal FileCacheRegionInfo(string path, MapRange range)
        : base(path, range)
    {
    }

    /// <summary>Where the part starts in the file, in bytes.</summary>
    public long Offset => Range.Offset;
}
