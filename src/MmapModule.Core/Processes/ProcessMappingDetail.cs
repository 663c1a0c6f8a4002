using System.Collections.Generic;

namespace MmapModule;

/// <summary>One mapping of a process and what of it is in memory, as /proc/PID/smaps showed it. All sizes are in bytes.</summary>
public sealed class ProcessMappingDetail : ProcessMapping
{
    internal ProcessMappingDetail()
    {
    }

    /// <summary>How much is in memory.</summary>
    public required long Rss { get; init; }

    /// <summary>How much is in memory, where a page that n processes share counts as one n-th.</summary>
    public required long Pss { get; init; }

    /// <summary>Pages in memory that other processes map too and nobody has changed.</summary>
    public required long SharedClean { get; init; }

    /// <summary>Pages in memory that other processes map too and somebody has changed.</summary>
    public required long SharedDirty { get; init; }

    /// <summary>Pages in memory that only this process maps and that are not changed.</summary>
    public required long PrivateClean { get; init; }

    /// <summary>Pages in memory that only this process maps and that are changed.</summary>
    public required long PrivateDirty { get; init; }

    /// <summary>How much is in swap space.</summary>
    public required long Swap { get; init; }

    /// <summary>How much is locked into memory.</summary>
    public required long Locked { get; init; }

    /// <summary>The kernel's two-letter flags, such as rd, wr, lo (locked) or ht (huge pages); proc_pid_smaps(5) lists them.</summary>
    public required IReadOnlyList<string> VmFlags { get; init; }
}
