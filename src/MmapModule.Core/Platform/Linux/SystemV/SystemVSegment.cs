using System;
using System.Collections.Generic;

namespace MmapModule.Platform.Linux.SystemV;

/// <summary>A line of the kernel's list of System V segments.</summary>
internal readonly record struct SystemVSegment(int Key, int Id, uint Mode, long Size, uint OwnerId)
{
    internal int CreatorId { get; init; }

    internal long AttachCount { get; init; }

    /// <summary>When it was last attached, detached or changed, in seconds since 1970.</summary>
    internal long LastUse { get; init; }

    /// <summary>All segments in the order of their ids.</summary>
    internal static List<SystemVSegment> All() => SystemVTable.Segments.Read().ConvertAll(Of);

    /// <summary>The segment with an id; null if the list does not have it.</summary>
    internal static SystemVSegment? Find(int id) => SystemVTable.Segments.Find(id) is { } line ? Of(line) : null;

    private static SystemVSegment Of(long[] line) => new((int)line[0], (int)line[1], (uint)line[2], line[3], (uint)line[7])
    {
        CreatorId = (int)line[4],
        AttachCount = line[6],
        LastUse = Math.Max(line[11], Math.Max(line[12], line[13])),
    };
}
