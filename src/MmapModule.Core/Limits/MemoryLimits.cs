using System;
using System.Collections.Generic;
using MmapModule.Platform;

namespace MmapModule;

/// <summary>What limits memory maps on this machine and in this process, with what is in use. All sizes are in bytes.</summary>
public sealed class MemoryLimits
{
    /// <summary>Stands for "no limit": larger than anything, so that comparisons come out right.</summary>
    public const long Unlimited = long.MaxValue;

    private readonly Lazy<IReadOnlyList<KernelFeature>> _features;

    internal MemoryLimits(ILimits source) => _features = new(() => source.Features);

    /// <summary>The size of a page; a power of two.</summary>
    public required long PageSize { get; init; }

    /// <summary>What the offset of a mapping must be a multiple of in the kernel; this module accepts any offset.</summary>
    public required long AllocationGranularity { get; init; }

    /// <summary>How many mappings a process may have (vm.max_map_count). The module leaves the last 2048 to the runtime.</summary>
    public required long MaxMapCount { get; init; }

    /// <summary>How many mappings this process has.</summary>
    public required long MapCount { get; init; }

    /// <summary>How much this process may lock into memory (RLIMIT_MEMLOCK), or <see cref="Unlimited"/>.</summary>
    public required long MemoryLockLimit { get; init; }

    /// <summary>How much this process has locked into memory.</summary>
    public required long MemoryLocked { get; init; }

    /// <summary>How much address space this process may use (RLIMIT_AS), or <see cref="Unlimited"/>.</summary>
    public required long AddressSpaceLimit { get; init; }

    /// <summary>How much address space this process uses.</summary>
    public required long AddressSpaceUsed { get; init; }

    /// <summary>How many files this process may have open (RLIMIT_NOFILE), or <see cref="Unlimited"/>.</summary>
    public required long FileDescriptorLimit { get; init; }

    /// <summary>How many files this process has open.</summary>
    public required long FileDescriptors { get; init; }

    /// <summary>Whether the kernel promises more memory than there is (vm.overcommit_memory).</summary>
    public required OvercommitMode Overcommit { get; init; }

    /// <summary>How much memory the machine may promise; it counts only if <see cref="Overcommit"/> is Never.</summary>
    public required long CommitLimit { get; init; }

    /// <summary>How much memory is promised to all processes together.</summary>
    public required long Committed { get; init; }

    /// <summary>How much memory can be filled without pushing anybody out, swap space and a container's limit included.</summary>
    public required long MemoryAvailable { get; init; }

    /// <summary>The lowest address that New-MemoryMap -Address takes (vm.mmap_min_addr, at least 64 KiB).</summary>
    public required ulong MinimumAddress { get; init; }

    /// <summary>The pools of huge pages, the smallest pages first.</summary>
    public required IReadOnlyList<HugePagePool> HugePages { get; init; }

    /// <summary>The free space for POSIX shared memory (/dev/shm); null if the system has none.</summary>
    public required long? SharedMemoryFree { get; init; }

    /// <summary>The limits of System V objects and of POSIX message queues, with their use.</summary>
    public required IReadOnlyList<IpcLimit> Ipc { get; init; }

    /// <summary>What the kernel offers; probed with real system calls when this is read for the first time in a process.</summary>
    public IReadOnlyList<KernelFeature> Features => _features.Value;

    /// <summary>Reads the limits.</summary>
    /// <returns>The limits as they are now.</returns>
    /// <exception cref="MmapException">PlatformNotSupported.</exception>
    public static MemoryLimits Read() => MapPlatform.Current.Limits.Read();
}
