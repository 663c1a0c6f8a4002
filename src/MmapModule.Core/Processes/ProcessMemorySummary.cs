using System;

namespace MmapModule;

/// <summary>The memory of a whole process, as /proc/PID/smaps_rollup showed it. All sizes are in bytes.</summary>
public sealed class ProcessMemorySummary
{
    internal ProcessMemorySummary()
    {
    }

    /// <summary>The id of the process.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The name of the process.</summary>
    public required string ProcessName { get; init; }

    /// <summary>All that is mapped, in memory or not: what ps calls VSZ.</summary>
    public required long Size { get; init; }

    /// <summary>How much is in memory; pages that processes share count in each of them.</summary>
    public required long Rss { get; init; }

    /// <summary>How much is in memory, where a page that n processes share counts as one n-th: these add up.</summary>
    public required long Pss { get; init; }

    /// <summary>The part of Pss without a file: heap, stacks, changed private pages.</summary>
    public required long PssAnonymous { get; init; }

    /// <summary>The part of Pss that shows files.</summary>
    public required long PssFile { get; init; }

    /// <summary>The part of Pss that is shared memory.</summary>
    public required long PssShared { get; init; }

    /// <summary>Pages that other processes map too and nobody has changed.</summary>
    public required long SharedClean { get; init; }

    /// <summary>Pages that other processes map too and somebody has changed.</summary>
    public required long SharedDirty { get; init; }

    /// <summary>Pages that only this process maps and that are not changed.</summary>
    public required long PrivateClean { get; init; }

    /// <summary>Pages that only this process maps and that are changed.</summary>
    public required long PrivateDirty { get; init; }

    /// <summary>Bytes of pages that only this process has, clean and dirty: what would be free without it.</summary>
    public long Private => PrivateClean + PrivateDirty;

    /// <summary>How much is in swap space.</summary>
    public required long Swap { get; init; }

    /// <summary>How much is in swap space, where a page that n processes share counts as one n-th.</summary>
    public required long SwapPss { get; init; }

    /// <summary>How much is locked into memory.</summary>
    public required long Locked { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Shown.Name(ProcessName ?? string.Empty)} ({ProcessId}): {Pss} bytes");
}
