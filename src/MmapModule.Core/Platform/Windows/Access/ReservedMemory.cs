using System;
using MmapModule.Interop.Windows;

namespace MmapModule.Platform.Windows.Access;

/// <summary>Memory of the flag NoReserve: addresses whose pages get memory when they are written to first. The system does not do that by itself.</summary>
internal static unsafe class ReservedMemory
{
    /// <summary>So much gets memory at a time; also how many zeros are copied at a time.</summary>
    internal const int Step = 64 * 1024;

    /// <summary>What memory without pages reads as; pinned.</summary>
    private static readonly byte[] s_zeros = GC.AllocateArray<byte>(Step, pinned: true);

    /// <summary>The address of as many zeros as <see cref="Step"/> says.</summary>
    // SAFETY: the array is pinned and never collected.
    internal static nint Zeros
    {
        get
        {
            fixed (byte* start = s_zeros)
            {
                return (nint)start;
            }
        }
    }

    /// <summary>How many bytes from an address on have no pages yet; 0 if it has one, or is not of this kind.</summary>
    // SAFETY: the structure is a local variable; the address is only looked up.
    internal static long LengthAt(nint address)
    {
        MemoryBasicInformation part;
        bool isReserved = Kernel32.VirtualQuery(address, &part, (nuint)sizeof(MemoryBasicInformation)) != 0
            && part.State == MemoryConstants.MEM_RESERVE && part.Type == MemoryConstants.MEM_MAPPED;
        return isReserved ? part.BaseAddress + (long)part.RegionSize - address : 0;
    }

    /// <summary>Gives pages to the bytes at an address if they have none.</summary>
    /// <returns>False if nothing has changed: they have pages, are not of this kind, or there is no memory.</returns>
    // SAFETY: pages of a reserved view of ours, which the caller keeps mapped.
    internal static bool TryCommit(nint address)
    {
        if (LengthAt(address) == 0)
        {
            return false;
        }

        nint start = Math.Max((nint)MapRange.AlignDown(address, Step), ViewOf(address));
        if (LengthAt(start) <= address - start)
        {
            // Where a part of a map is missing, views begin anywhere, and a step may have memory in part.
            start = (nint)MapRange.AlignDown(address, Environment.SystemPageSize);
        }

        return Kernel32.VirtualAlloc(start, (nuint)Math.Min(LengthAt(start), Step), MemoryConstants.MEM_COMMIT, MemoryConstants.PAGE_READWRITE) != 0;
    }

    /// <summary>Where the view begins that has an address.</summary>
    // SAFETY: as in LengthAt.
    private static nint ViewOf(nint address)
    {
        MemoryBasicInformation part;
        return Kernel32.VirtualQuery(address, &part, (nuint)sizeof(MemoryBasicInformation)) != 0 ? part.AllocationBase : address;
    }
}
