using System.Collections.Generic;

namespace MmapModule;

/// <summary>What Test-MemoryMap -Detailed reports: a snapshot of the health of a map.</summary>
public sealed class MemoryMapHealth
{
    internal MemoryMapHealth()
    {
    }

    /// <summary>The id of the map.</summary>
    public required int Id { get; init; }

    /// <summary>The path of what is mapped; null for anonymous memory.</summary>
    public required string? Path { get; init; }

    /// <summary>The state of the map.</summary>
    public required MapState State { get; init; }

    /// <summary>True if nothing is wrong.</summary>
    public bool IsHealthy => Problems.Count == 0;

    /// <summary>The length of the map in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>The length of the file in bytes; null if there is none.</summary>
    public required long? FileLength { get; init; }

    /// <summary>How many bytes of the map the file no longer has.</summary>
    public required long TruncatedBytes { get; init; }

    /// <summary>How many bytes the file has beyond the end of the map; map it again to see them.</summary>
    public required long GrownBytes { get; init; }

    /// <summary>True if the path now leads to another file: the map still shows the old one.</summary>
    public required bool IsReplaced { get; init; }

    /// <summary>True if the path leads to nothing: the map still shows the deleted file.</summary>
    public required bool IsDeleted { get; init; }

    /// <summary>True if the file is on a network file system, where other machines' changes may be seen late.</summary>
    public required bool IsNetworkFile { get; init; }

    /// <summary>The remembered write-back failure; null if there is none.</summary>
    public required MmapException? SyncError { get; init; }

    /// <summary>What is wrong, a sentence each; empty if nothing is.</summary>
    public required IReadOnlyList<string> Problems { get; init; }
}
