using System.Collections.Generic;

namespace MmapModule;

/// <summary>Which parts of a file, or of a part of it, the page cache held: what is needed to load the same parts again.</summary>
public sealed class FileCacheDetail : FileCacheInfo
{
    internal FileCacheDetail(string path, MapRange range, bool isPart, IReadOnlyList<MapRange> ranges)
        : base(path, range)
    {
        IsPart = isPart;
        Ranges = ranges;
    }

    /// <summary>Where the examined part starts in the file, in bytes; 0 for a whole file.</summary>
    public long Offset => Range.Offset;

    /// <summary>The parts of the file that were cached, in order; none if the kernel does not tell this user.</summary>
    public IReadOnlyList<MapRange> Ranges { get; }

    /// <summary>Whether only a part of the file was examined.</summary>
    public bool IsPart { get; }
}
