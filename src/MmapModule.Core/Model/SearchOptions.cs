using System;

namespace MmapModule;

/// <summary>How to search.</summary>
public sealed record SearchOptions
{
    /// <summary>Also report hits that begin inside another hit.</summary>
    public bool Overlapping { get; init; }

    /// <summary>Search from the end: the hit nearest to the end comes first and wins over those that it overlaps.</summary>
    public bool Reverse { get; init; }

    /// <summary>Only offsets that are multiples of this count, from the start of the map; in bytes, at least 1.</summary>
    public long Alignment { get; init; } = 1;

    /// <summary>How many threads search at a time, at least 1; by default one for each processor.</summary>
    public int ThreadCount { get; init; } = Environment.ProcessorCount;
}
