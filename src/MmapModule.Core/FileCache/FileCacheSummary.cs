using System;
using System.Collections.Generic;
using MmapModule.Platform;

namespace MmapModule;

/// <summary>How much of many files the page cache held, in total. A file that came several times, by whatever name, counts once.</summary>
public sealed class FileCacheSummary
{
    private readonly HashSet<(FileIdentity, MapRange)> _seen = [];
    private readonly long _pageSize = MapPlatform.Current.PageSize;
    private long _pages;

    internal FileCacheSummary()
    {
    }

    /// <summary>How many files there were.</summary>
    public long Files { get; private set; }

    /// <summary>Their length in bytes, or that of the parts that were examined.</summary>
    public long Length { get; private set; }

    /// <summary>The memory that their cached pages take, in bytes.</summary>
    public long CachedBytes { get; private set; }

    /// <summary>What of that is not on the disk yet, in bytes; null if the kernel does not tell.</summary>
    public long? DirtyBytes { get; private set; } = 0;

    /// <summary>What of that is being written to the disk, in bytes; null if the kernel does not tell.</summary>
    public long? WritebackBytes { get; private set; } = 0;

    /// <summary>The share of all pages that are cached, 0 to 100; files of which the kernel tells nothing do not count.</summary>
    public double Percent => _pages == 0 ? 0 : 100.0 * CachedBytes / _pageSize / _pages;

    /// <summary>How many of the files the kernel tells this user nothing about; CachedBytes and Percent leave them out.</summary>
    public long UnknownFiles { get; private set; }

    /// <summary>Whether the kernel told about all of the files.</summary>
    public bool Reliable => UnknownFiles == 0;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Files} files: {CachedBytes} bytes cached ({Percent:0.#} %)");

    /// <summary>Adds a file.</summary>
    internal void Add(FileCacheInfo info, FileIdentity identity)
    {
        if (!_seen.Add((identity, info.Range)))
        {
            return;
        }

        Files++;
        Length += info.Length;
        if (!info.Reliable)
        {
            UnknownFiles++;
            return;
        }

        CachedBytes += info.CachedBytes;
        DirtyBytes += info.DirtyBytes;
        WritebackBytes += info.WritebackBytes;
        _pages += info.Range.PageCount(_pageSize);
    }
}
