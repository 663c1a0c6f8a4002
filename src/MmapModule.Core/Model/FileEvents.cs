using System;

namespace MmapModule;

/// <summary>What can happen to a file that is mapped or watched. Several can have happened at once.</summary>
[Flags]
public enum FileEvents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It is longer than what is known of it.</summary>
    Grows = 1,

    /// <summary>It is shorter than what is known of it.</summary>
    Truncated = 2,

    /// <summary>Another file has its path now.</summary>
    Replaced = 4,

    /// <summary>Nothing has its path any more: it was deleted, moved away, or its folder was.</summary>
    Deleted = 8,
}
