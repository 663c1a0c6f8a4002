using System;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Errors;

namespace MmapModule.Platform.Windows.Processes;

/// <summary>Adds up the memory of a process.</summary>
internal static class WindowsSummaryReader
{
    internal static ProcessMemorySummary Read(int processId)
    {
        using SafeProcessHandle process = ProcessHandle.Open(processId);
        WorkingSet pages = new(process, CancellationToken.None);
        MappedFileNames files = new(process);
        long size = 0;
        ResidentPages memory = default;
        ResidentPages file = default;
        ResidentPages shared = default;
        bool isTold = true;
        foreach (MemoryRegion region in MemoryRegions.Of(process, CancellationToken.None))
        {
            size += region.Length;
            if (!isTold || pages.Of(region) is not { } found)
            {
                isTold = false;
            }
            else if (!region.IsMapped)
            {
                memory += found;
            }
            else if (files.Of(region) is null)
            {
                shared += found;
            }
            else
            {
                file += found;
            }
        }

        if (!isTold)
        {
            (memory, file, shared) = (OfCounters(process, processId), default, default);
        }

        ResidentPages all = memory + file + shared;
        return new ProcessMemorySummary
        {
            ProcessId = processId,
            ProcessName = WindowsProcesses.Name(processId) ?? string.Empty,
            Size = size,
            Rss = all.Rss,
            Pss = all.Pss,
            PssAnonymous = memory.Pss,
            PssFile = file.Pss,
            PssShared = shared.Pss,
            SharedClean = all.Shared,
            SharedDirty = 0,
            PrivateClean = file.Private + shared.Private,
            PrivateDirty = memory.Private,
            Swap = 0,
            SwapPss = 0,
            Locked = all.Locked,
        };
    }

    /// <summary>Where the pages of other processes are not told (Wine): the size of the working set, all of which counts as private.</summary>
    // SAFETY: the structure is a local variable, and its size is passed on.
    private static unsafe ResidentPages OfCounters(SafeProcessHandle process, int processId)
    {
        ProcessMemoryCountersEx counters = new() { cb = (uint)sizeof(ProcessMemoryCountersEx) };
        if (Kernel32.K32GetProcessMemoryInfo(process, &counters, counters.cb) == 0)
        {
            throw WindowsErrors.Last(new NativeFailure { Call = "GetProcessMemoryInfo", ProcessId = processId });
        }

        long rss = (long)counters.WorkingSetSize;
        return new ResidentPages(rss, rss, 0, rss, 0);
    }
}
