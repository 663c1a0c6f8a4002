using System.Collections.Generic;

namespace MmapModule.Platform;

/// <summary>What limits memory maps on this machine and in this process.</summary>
internal interface ILimits
{
    /// <summary>What can be allocated without pushing anybody out, in bytes; a container's limit counts too.</summary>
    long AvailableMemory { get; }

    /// <summary>The size of a huge page where none is given, in bytes; 0 if there are no huge pages.</summary>
    long DefaultHugePageSize { get; }

    /// <summary>What the system offers, each probed once.</summary>
    IReadOnlyList<KernelFeature> Features { get; }

    /// <summary>All limits as they are now, with what is in use.</summary>
    MemoryLimits Read();
}
