using System;

namespace MmapModule.Platform;

/// <summary>What the system holds in memory of files and of maps.</summary>
internal interface IPageCache
{
    /// <summary>How many bytes <see cref="GetResidency"/> is asked about at a time: a few milliseconds at most.</summary>
    long Step { get; }

    /// <summary>Whether <see cref="GetResidency"/>, asked about a fresh mapping of a file, tells what is cached of the file.</summary>
    bool ShowsFiles { get; }

    /// <summary>Counts the pages of a file range; null if the system does not tell this user, or cannot for this file.</summary>
    PageCounts? Count(MapBacking file, MapRange range);

    /// <summary>True if the cache is known to hold nothing of a file range, which spares asking about every page of a hole.</summary>
    bool IsKnownEmpty(MapBacking file, MapRange range);

    /// <summary>Whether what <see cref="GetResidency"/> says about a file is the truth for this user.</summary>
    bool IsReliable(MapBacking file);

    /// <summary>Whether the cache is the file itself, of which nothing can be dropped.</summary>
    bool IsMemory(MapBacking file);

    /// <summary>Fills one byte for each page of mapped memory: 0 where the page is not in memory.</summary>
    void GetResidency(nint address, long length, Span<byte> pages, string? path);

    /// <summary>Drops the clean, unused pages of a file range from the cache; a length of 0 means up to the end.</summary>
    void Evict(MapBacking file, MapRange range);

    /// <summary>From now on reads of this open file bring nothing more into the cache than what is read.</summary>
    void ReadNothingAhead(MapBacking file);

    /// <summary>Reads part of a file, which brings it into the cache; 0 at its end.</summary>
    int Read(MapBacking file, long offset, Span<byte> buffer);
}
