using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Errors;
using MmapModule.Platform.Windows.Processes;

namespace MmapModule.Platform.Windows.Limits;

/// <summary>What limits memory maps: above all the commit limit, since Windows promises no more memory than there is.</summary>
internal sealed unsafe class WindowsLimits : ILimits
{
    /// <summary>How many handles a process may have, as Microsoft documents it.</summary>
    private const long MostHandles = 1 << 24;

    private readonly IMapPlatform _platform;

    internal WindowsLimits(IMapPlatform platform) => _platform = platform;

    /// <inheritdoc/>
    public long AvailableMemory => Available(Memory());

    /// <inheritdoc/>
    // SAFETY: takes no pointers.
    public long DefaultHugePageSize => (long)Kernel32.GetLargePageMinimum();

    /// <inheritdoc/>
    public IReadOnlyList<KernelFeature> Features => WindowsFeatures.All;

    /// <inheritdoc/>
    public MemoryLimits Read()
    {
        MemoryStatusEx memory = Memory();
        (long mapCount, long used, long locked) = OwnMemory();
        using Process self = Process.GetCurrentProcess();
        return new MemoryLimits(this)
        {
            PageSize = _platform.PageSize,
            AllocationGranularity = _platform.Granularity,
            MaxMapCount = MemoryLimits.Unlimited,
            MapCount = mapCount,
            MemoryLockLimit = LeastWorkingSet(),
            MemoryLocked = locked,
            AddressSpaceLimit = (long)memory.ullTotalVirtual,
            AddressSpaceUsed = used,
            FileDescriptorLimit = MostHandles,
            FileDescriptors = self.HandleCount,
            Overcommit = OvercommitMode.Never,
            CommitLimit = (long)memory.ullTotalPageFile,
            Committed = (long)(memory.ullTotalPageFile - memory.ullAvailPageFile),
            MemoryAvailable = Available(memory),
            MinimumAddress = MinimumAddress(),
            HugePages = LargePages(memory),
            SharedMemoryFree = (long)memory.ullAvailPageFile,
            Ipc = [],
        };
    }

    private static long Available(MemoryStatusEx memory) =>
        Math.Min((long)memory.ullAvailPageFile, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    // SAFETY: the structure is a local variable, and holds its size.
    private static MemoryStatusEx Memory()
    {
        MemoryStatusEx status = new() { dwLength = (uint)sizeof(MemoryStatusEx) };
        return Kernel32.GlobalMemoryStatusEx(&status) != 0 ? status : throw WindowsErrors.Last(new NativeFailure { Call = "GlobalMemoryStatusEx" });
    }

    // SAFETY: the structure is a local variable.
    private static ulong MinimumAddress()
    {
        SystemInfo information;
        Kernel32.GetSystemInfo(&information);
        return (ulong)information.lpMinimumApplicationAddress;
    }

    /// <summary>How much may be locked before the working set has to be enlarged, in bytes.</summary>
    // SAFETY: both numbers are local variables.
    private static long LeastWorkingSet()
    {
        nuint least;
        nuint most;
        return Kernel32.GetProcessWorkingSetSize(Kernel32.GetCurrentProcess(), &least, &most) != 0 ? (long)least : 0;
    }

    /// <summary>How many regions this process has, how many bytes they take, and how many of these are locked.</summary>
    private static (long Count, long Size, long Locked) OwnMemory()
    {
        using SafeProcessHandle self = ProcessHandle.Open(Environment.ProcessId);
        WorkingSet pages = new(self, CancellationToken.None);
        long count = 0;
        long size = 0;
        long locked = 0;
        foreach (MemoryRegion region in MemoryRegions.Of(self, CancellationToken.None))
        {
            count++;
            size += region.Length;
            locked += pages.Of(region)?.Locked ?? 0;
        }

        return (count, size, locked);
    }

    /// <summary>Windows keeps no pool: any memory that is free and lies together will do, so these are the most there could be.</summary>
    private List<HugePagePool> LargePages(MemoryStatusEx memory)
    {
        long size = DefaultHugePageSize;
        return size == 0 ? [] : [new HugePagePool
        {
            Size = size,
            Total = (long)memory.ullTotalPhys / size,
            Free = (long)memory.ullAvailPhys / size,
            Reserved = 0,
            IsDefault = true,
        }];
    }
}
