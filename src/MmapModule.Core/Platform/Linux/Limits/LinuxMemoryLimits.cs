using System;
using System.Collections.Generic;

namespace MmapModule.Platform.Linux.Limits;

/// <summary>What limits memory maps, from the same numbers that the errors have (<see cref="LinuxLimits"/>).</summary>
internal sealed class LinuxMemoryLimits : ILimits
{
    private readonly IMapPlatform _platform;

    internal LinuxMemoryLimits(IMapPlatform platform) => _platform = platform;

    /// <inheritdoc/>
    public long AvailableMemory => LinuxLimits.AvailableMemory();

    /// <inheritdoc/>
    public long DefaultHugePageSize => LinuxLimits.DefaultHugePageSize();

    /// <inheritdoc/>
    public IReadOnlyList<KernelFeature> Features => KernelFeatures.All;

    /// <inheritdoc/>
    public MemoryLimits Read() => new(this)
    {
        PageSize = _platform.PageSize,
        AllocationGranularity = _platform.Granularity,
        MaxMapCount = LinuxLimits.MaxMapCount(),
        MapCount = LinuxLimits.MapCount(),
        MemoryLockLimit = Shown(LinuxLimits.MemoryLockLimit()),
        MemoryLocked = LinuxLimits.MemoryLocked(),
        AddressSpaceLimit = Shown(LinuxLimits.AddressSpaceLimit()),
        AddressSpaceUsed = LinuxLimits.AddressSpaceUsed(),
        FileDescriptorLimit = Shown(LinuxLimits.DescriptorLimit()),
        FileDescriptors = LinuxLimits.OpenDescriptors(),
        Overcommit = LinuxLimits.Overcommit(),
        CommitLimit = LinuxLimits.CommitLimit(),
        Committed = LinuxLimits.Committed(),
        MemoryAvailable = LinuxLimits.AvailableMemory(),
        MinimumAddress = (ulong)LinuxLimits.MinimumAddress(),
        HugePages = HugePagePools.All(),
        SharedMemoryFree = LinuxLimits.SharedMemoryFree(),
        Ipc = IpcLimits.All(_platform.PageSize),
    };

    private static long Shown(ulong limit) => (long)Math.Min(limit, MemoryLimits.Unlimited);
}
