using System;
using System.Runtime.CompilerServices;
using System.Threading;

namespace MmapModule.Access;

/// <summary>Plain memory copies, for memory that provably cannot fault: anonymous memory and sealed snapshots.</summary>
/// <remarks>
/// A memory file with the seal Shrink is none of these: its pages are accounted when they are used first, also again after a
/// hole was punched, and with vm.overcommit_memory=2 the kernel may then have none left, which is SIGBUS.
/// </remarks>
internal sealed unsafe class DirectCopier : MemoryCopier
{
    internal static DirectCopier Instance { get; } = new();

    internal override string? ReadCall => null;

    internal override string? WriteCall => null;

    // SAFETY: the caller holds the gate, so the pages stay mapped; there is no file that could be truncated.
    internal override long CopyFrom(byte* destination, MappedPlace source, long count)
    {
        nint from = source.Address;

        // Numbers go in one step, so that nobody who shares the memory ever sees half of one.
        if (count == sizeof(int) && MapRange.AlignDown(from, sizeof(int)) == from)
        {
            Unsafe.WriteUnaligned(destination, Volatile.Read(ref *(int*)from));
            return count;
        }

        if (count == sizeof(short) && MapRange.AlignDown(from, sizeof(short)) == from)
        {
            Unsafe.WriteUnaligned(destination, Volatile.Read(ref *(short*)from));
            return count;
        }

        if (count == sizeof(long) && MapRange.AlignDown(from, sizeof(long)) == from)
        {
            Unsafe.WriteUnaligned(destination, Volatile.Read(ref *(long*)from));
            return count;
        }

        Buffer.MemoryCopy((void*)from, destination, count, count);
        return count;
    }

    // SAFETY: as above; the map has checked that its protection allows writing.
    internal override long CopyTo(nint destination, byte* source, long count)
    {
        if (count == sizeof(int) && MapRange.AlignDown(destination, sizeof(int)) == destination)
        {
            Volatile.Write(ref *(int*)destination, Unsafe.ReadUnaligned<int>(source));
            return count;
        }

        if (count == sizeof(short) && MapRange.AlignDown(destination, sizeof(short)) == destination)
        {
            Volatile.Write(ref *(short*)destination, Unsafe.ReadUnaligned<short>(source));
            return count;
        }

        if (count == sizeof(long) && MapRange.AlignDown(destination, sizeof(long)) == destination)
        {
            Volatile.Write(ref *(long*)destination, Unsafe.ReadUnaligned<long>(source));
            return count;
        }

        Buffer.MemoryCopy(source, (void*)destination, count, count);
        return count;
    }
}
