using System;

namespace MmapModule.Platform;

/// <summary>A System V segment that is to be mapped.</summary>
/// <param name="Key">Its key; 0 if it has none.</param>
/// <param name="Id">Its id.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="IsCreated">Created by us: a failure removes it again.</param>
internal sealed record SharedSegment(int Key, int Id, long Size, bool IsCreated = false)
{
    /// <summary>What the kernel calls it.</summary>
    internal string Name => FormattableString.Invariant($"SYSV{Key:x8}");
}
