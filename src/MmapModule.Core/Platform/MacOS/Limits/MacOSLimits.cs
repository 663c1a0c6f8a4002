using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MmapModule.Interop.MacOS;
using MmapModule.Platform.MacOS.Memory;

namespace MmapModule.Platform.MacOS.Limits;

/// <summary>What limits memory maps: getrlimit(2), and sysctl(3) for memory. macOS promises memory without a limit, and makes more swap space when it needs it.</summary>
internal sealed unsafe class MacOSLimits : ILimits
{
    /// <summary>__PAGEZERO: the linker keeps the first 4 GiB of 64-bit programs free.</summary>
    private const ulong PageZero = 1UL << 32;

    private readonly IMapPlatform _platform;

    internal MacOSLimits(IMapPlatform platform) => _platform = platform;

    /// <inheritdoc/>
    public long AvailableMemory => Available();

    /// <inheritdoc/>
    public long DefaultHugePageSize => 0;

    /// <inheritdoc/>
    public IReadOnlyList<KernelFeature> Features => [];

    /// <inheritdoc/>
    public MemoryLimits Read()
    {
        (long count, long size, long locked) = Regions.Sum();
        return new MemoryLimits(this)
        {
            PageSize = _platform.PageSize,
            AllocationGranularity = _platform.Granularity,
            MaxMapCount = MemoryLimits.Unlimited,
            MapCount = count,
            MemoryLockLimit = Shown(Get(FileConstants.RLIMIT_MEMLOCK)),
            MemoryLocked = locked,
            AddressSpaceLimit = Shown(Get(FileConstants.RLIMIT_AS)),
            AddressSpaceUsed = size,
            FileDescriptorLimit = Shown(Get(FileConstants.RLIMIT_NOFILE)),
            FileDescriptors = OpenDescriptors(),
            Overcommit = OvercommitMode.Always,
            CommitLimit = MemoryLimits.Unlimited,
            Committed = 0,
            MemoryAvailable = Available(),
            MinimumAddress = PageZero,
            HugePages = [],
            SharedMemoryFree = null,
            Ipc = [],
        };
    }

    /// <summary>A limit of this process; RLIM_INFINITY if it has none, or if it cannot be read.</summary>
    // SAFETY: the structure is a local variable.
    internal static ulong Get(int resource)
    {
        RLimit limit;
        return LibSystem.getrlimit(resource, &limit) == 0 ? limit.rlim_cur : RLimit.RLIM_INFINITY;
    }

    private static long Shown(ulong limit) => limit >= RLimit.RLIM_INFINITY ? MemoryLimits.Unlimited : (long)limit;

    private static long OpenDescriptors()
    {
        try
        {
            return Directory.EnumerateFileSystemEntries("/dev/fd").LongCount();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Free pages, and those that only hold what files have too; all memory of the machine if that cannot be told.</summary>
    private static long Available()
    {
        long pages = 0;
        foreach (string name in (string[])["vm.page_free_count", "vm.page_pageable_external_count", "vm.page_purgeable_count"])
        {
            if (SysCtl(name) is not { } count)
            {
                return SysCtl("hw.memsize") ?? MemoryLimits.Unlimited;
            }

            pages += count;
        }

        return pages * (SysCtl("vm.pagesize") ?? Environment.SystemPageSize);
    }

    /// <summary>A number that the kernel tells; null if it does not.</summary>
    // SAFETY: the name ends with a zero byte and stays pinned; the kernel fills 4 or 8 bytes of a local variable.
    private static long? SysCtl(string name)
    {
        long value = 0;
        nuint size = sizeof(long);
        fixed (byte* bytes = System.Text.Encoding.UTF8.GetBytes(name + "\0"))
        {
            return LibSystem.sysctlbyname(bytes, &value, &size, null, 0) == 0 && size is sizeof(int) or sizeof(long) ? value : null;
        }
    }
}
