using System;

namespace MmapModule;

/// <summary>How much of a file the page cache held when it was examined.</summary>
public class FileCacheInfo
{
    internal FileCacheInfo(string path, MapRange range)
    {
        Range = range;
        Path = path;
        Length = range.Length;
    }

    /// <summary>The full path of the file.</summary>
    public string Path { get; }

    /// <summary>The length of the file, or of that part of it, in bytes.</summary>
    public long Length { get; }

    /// <summary>The memory that its cached pages take, in bytes: whole pages, so it can exceed the length.</summary>
    public long CachedBytes { get; internal set; }

    /// <summary>The part of it that has changed and is not on the disk yet, in bytes; null if the kernel does not tell.</summary>
    public long? DirtyBytes { get; internal set; }

    /// <summary>The part of it that is being written to the disk, in bytes; null if the kernel does not tell.</summary>
    public long? WritebackBytes { get; internal set; }

    /// <summary>The share of those pages that are cached, 0 to 100; 0 for an empty file.</summary>
    public double Percent { get; internal set; }

    /// <summary>False if the kernel does not tell this user: it says "all cached" to whoever neither owns the file nor may write it.</summary>
    public bool Reliable { get; internal set; } = true;

    /// <summary>The part of the file that was examined.</summary>
    internal MapRange Range { get; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Shown.Name(Path)}: {CachedBytes} bytes cached ({Percent:0.#} %)");
}
