using System.Collections.Generic;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;
using System.Threading;

namespace MmapModule.Platform.Windows.Processes;

/// <summary>Walks through the memory of a process.</summary>
internal static class MemoryRegions
{
    /// <summary>All that is not free, in the order of the addresses. What the process changes meanwhile may be missing or appear twice.</summary>
    internal static IEnumerable<MemoryRegion> Of(SafeProcessHandle process, CancellationToken stop)
    {
        nint address = 0;
        while (TryQuery(process, address, out MemoryBasicInformation found))
        {
            stop.ThrowIfCancellationRequested();
            if (found.State != MemoryConstants.MEM_FREE)
            {
                yield return new MemoryRegion(found.BaseAddress, (long)found.RegionSize, found.AllocationBase, found.State, found.Protect, found.Type);
            }

            nint next = found.BaseAddress + (nint)found.RegionSize;
            if (next <= address)
            {
                yield break;
            }

            address = next;
        }
    }

    // SAFETY: the structure is a local variable of the caller's frame, and its size is passed on.
    private static unsafe bool TryQuery(SafeProcessHandle process, nint address, out MemoryBasicInformation found)
    {
        fixed (MemoryBasicInformation* information = &found)
        {
            return Kernel32.VirtualQueryEx(process, address, information, (nuint)sizeof(MemoryBasicInformation)) != 0;
        }
    }
}
