using System;
using System.Collections.Generic;
using MmapModule.Platform;

namespace MmapModule;

/// <content>The health report.</content>
public sealed partial class MemoryMap
{
    /// <summary>Examines the map and its file; reads no mapped byte.</summary>
    /// <returns>The report, also for a removed map.</returns>
    public MemoryMapHealth GetHealth()
    {
        MapState state = State;
        bool hasLength = _backing?.Type == BackingType.RegularFile;
        long? fileLength = FileLength;
        long beyond = hasLength ? (fileLength ?? 0) - (FileOffset + Length) : 0;
        bool hasName = Kind is MapKind.File or MapKind.SharedMemory && Path is not null;
        FileStatus? atPath = hasName ? _platform.StatPath(Path!) : null;
        bool isDeleted = hasName && atPath is null;
        bool isReplaced = atPath is not null && atPath.Value.Identity != _backing!.Identity;

        List<string> problems = [];
        AddIf(problems, state == MapState.Closed, "The map has been removed.");
        AddIf(problems, beyond < 0, FormattableString.Invariant($"The file has been truncated: the last {-beyond} bytes of the map have no file behind them."));
        AddIf(problems, isDeleted, "The file has been deleted; the map still shows its content.");
        AddIf(problems, isReplaced, "The path now leads to another file (rotation, or an editor that saves by renaming); the map still shows the old one.");
        AddIf(problems, _faulted, "An access has failed with an I/O error.");
        AddIf(problems, SyncError is not null, "Write-back has failed: " + SyncError?.Message);

        return new MemoryMapHealth
        {
            Id = Id,
            Path = Path,
            State = state,
            Length = Length,
            FileLength = fileLength,
            TruncatedBytes = Math.Min(Math.Max(-beyond, 0), Length),
            GrownBytes = Math.Max(beyond, 0),
            IsReplaced = isReplaced,
            IsDeleted = isDeleted,
            IsNetworkFile = _backing?.IsNetwork ?? false,
            SyncError = SyncError,
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
