using System;
using System.Collections.Generic;
using MmapModule.Interop.MacOS;
using MmapModule.Platform.MacOS.Access;

namespace MmapModule.Platform.MacOS.Memory;

/// <summary>What this process has mapped: mach_vm_region.</summary>
internal static unsafe class Regions
{
    /// <summary>What there is in a range of addresses, part by part without a gap.</summary>
    /// <param name="address">Where the range starts.</param>
    /// <param name="length">How many bytes it has.</param>
    internal static List<Region> Read(nint address, long length)
    {
        List<Region> found = [];
        long done = 0;
        while (done < length && TryFind((ulong)(address + done), out ulong start, out ulong size, out VmRegionInfo info))
        {
            // The region may begin before the address, or some way after it.
            long from = Math.Clamp((long)start - address, done, length);
            long to = Math.Clamp((long)(start + size) - address, from, length);
            AddGap(found, new MapRange(done, from - done));
            if (to > from)
            {
                found.Add(new Region(new MapRange(from, to - from), IsMapped: true, MacOSFlags.Protection(info.protection), info.user_wired_count != 0));
            }

            done = to;
        }

        AddGap(found, new MapRange(done, length - done));
        return found;
    }

    /// <summary>All regions of this process: how many there are, and how many bytes they and the locked ones have.</summary>
    internal static (long Count, long Size, long Locked) Sum()
    {
        long count = 0;
        long sum = 0;
        long locked = 0;
        for (ulong next = 0; TryFind(next, out ulong start, out ulong size, out VmRegionInfo info) && start + size > next; next = start + size)
        {
            count++;
            sum += (long)size;
            locked += info.user_wired_count != 0 ? (long)size : 0;
        }

        return (count, sum, locked);
    }

    private static void AddGap(List<Region> found, MapRange gap)
    {
        if (gap.Length > 0)
        {
            found.Add(new Region(gap, IsMapped: false, MapProtection.None, IsLocked: false));
        }
    }

    // SAFETY: all structures are local variables; the address is only looked up.
    private static bool TryFind(ulong address, out ulong start, out ulong size, out VmRegionInfo info)
    {
        ulong place = address;
        ulong length;
        VmRegionInfo found;
        uint count = VmRegionInfo.Count;
        uint name;
        bool isFound = LibSystem.mach_vm_region(MachTask.Self, &place, &length, MachConstants.VM_REGION_BASIC_INFO_64, &found, &count, &name) == MachConstants.KERN_SUCCESS;
        start = isFound ? place : 0;
        size = isFound ? length : 0;
        info = isFound ? found : default;
        return isFound;
    }
}
