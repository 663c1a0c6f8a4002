using System;
using System.Collections.Generic;
using MmapModule.Platform;

namespace MmapModule.Mapping;

/// <summary>Examines a map and its file, and reads no mapped byte.</summary>
internal static class HealthCheck
{
    /// <summary>The health of a map at this moment.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="syncError">The failure of a write-back that is remembered; null if there is none.</param>
    internal static MapState State(LiveMapping mapping, MmapException? syncError) =>
        mapping.IsClosed ? MapState.Closed
        : mapping.File.IsTruncated ? MapState.Truncated
        : mapping.HasFaulted || syncError is not null ? MapState.Faulted
        : MapState.Open;

    /// <summary>The report, also for a removed map.</summary>
    internal static MemoryMapHealth Report(LiveMapping mapping, MmapException? syncError)
    {
        MapState state = State(mapping, syncError);
        MapBacking? backing = mapping.Backing;
        long length = mapping.Length;
        bool hasLength = backing?.Type == BackingType.RegularFile;
        long? fileLength = mapping.File.Length;
        long beyond = hasLength ? (fileLength ?? 0) - (mapping.FileOffset + length) : 0;
        bool hasName = mapping.Kind is MapKind.File or MapKind.SharedMemory && mapping.Path is not null;
        FileStatus? atPath = hasName ? mapping.Platform.StatPath(mapping.Path!) : null;
        bool isDeleted = hasName && atPath is null;
        bool isReplaced = atPath is not null && atPath.Value.Identity != backing!.Identity;

        List<string> problems = [];
        AddIf(problems, state == MapState.Closed, "The map has been removed.");
        AddIf(problems, beyond < 0, FormattableString.Invariant($"The file has been truncated: the last {-beyond} bytes of the map have no file behind them."));
        AddIf(problems, isDeleted, "The file has been deleted; the map still shows its content.");
        AddIf(problems, isReplaced, "The path now leads to another file (rotation, or an editor that saves by renaming); the map still shows the old one.");
        AddIf(problems, mapping.HasFaulted, mapping.Segment is null ? "An access has failed with an I/O error." : "An access has failed: the segment has been truncated from outside.");
        AddIf(problems, syncError is not null, "Write-back has failed: " + syncError?.Message);

        return new MemoryMapHealth
        {
            Id = mapping.Id,
            Path = mapping.Path,
            State = state,
            Length = length,
            FileLength = fileLength,
            TruncatedBytes = Math.Min(Math.Max(-beyond, 0), length),
            GrownBytes = Math.Max(beyond, 0),
            IsReplaced = isReplaced,
            IsDeleted = isDeleted,
            IsNetworkFile = backing?.IsNetwork ?? false,
            SyncError = syncError,
            Problems = problems,
        };
    }

    private static void AddIf(List<string> problems, bool condition, string problem)
    {
        if (condition)
        {
            problems.Add(problem);
        }
    }
}
