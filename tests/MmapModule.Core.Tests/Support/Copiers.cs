using System;
using System.Collections.Generic;
using MmapModule.Access;
using MmapModule.Platform;
using MmapModule.Platform.Linux.Access;

namespace MmapModule.Tests;

/// <summary>The ways to copy, applied to a map that is known to be open.</summary>
internal static unsafe class Copiers
{
    /// <summary>Instructions whose faults are caught; where the processor has no such code, a system call.</summary>
    internal static MemoryCopier Guarded { get; } = new GuardedCopier(ProcessVmCopier.Instance);

    /// <summary>Copiers that survive any page. An emulator of a processor has the instructions, but not all that the kernel does.</summary>
    internal static IReadOnlyList<MemoryCopier> FaultProof =>
        ChildRun.IsEmulated ? [Guarded] : [Guarded, ProcessVmCopier.Instance, MemFdCopier.Instance];

    /// <summary>Every copier that may be used with a map.</summary>
    internal static IReadOnlyList<MemoryCopier> For(MemoryMap map)
    {
        Needs.Kernel("copies between processes, and copies that stop at a bad page");
        List<MemoryCopier> copiers = [.. FaultProof];
        if (map.Backing is { Type: BackingType.RegularFile } && !map.IsPrivate)
        {
            copiers.Add(OfFile(map, Guarded));
            copiers.Add(OfFile(map, ProcessVmCopier.Instance));
            copiers.Add(OfFile(map, MemFdCopier.Instance));
        }

        // A map of a file may be cut, but here nobody does it.
        copiers.Add(DirectCopier.Instance);
        return copiers;
    }

    internal static FileReadCopier OfFile(MemoryMap map, MemoryCopier memory) =>
        new(map.Backing!.File, memory);

    /// <summary>Reads through a copier; the rest of the destination keeps its bytes.</summary>
    internal static long Read(MemoryCopier copier, MappedMemory memory, long offset, Span<byte> destination)
    {
        fixed (byte* bytes = destination)
        {
            long count = copier.CopyFrom(bytes, new MappedPlace((nint)memory.Address + (nint)offset, memory.Owner.FileOffset + memory.Start + offset), destination.Length);
            GC.KeepAlive(memory);
            return count;
        }
    }

    internal static long Write(MemoryCopier copier, MappedMemory memory, long offset, ReadOnlySpan<byte> source)
    {
        fixed (byte* bytes = source)
        {
            long count = copier.CopyTo((nint)memory.Address + (nint)offset, bytes, source.Length);
            GC.KeepAlive(memory);
            return count;
        }
    }
}
