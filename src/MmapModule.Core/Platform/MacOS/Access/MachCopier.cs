using System;
using MmapModule.Access;
using MmapModule.Interop.MacOS;

namespace MmapModule.Platform.MacOS.Access;

/// <summary>mach_vm_read_overwrite and mach_vm_write on our own process: a bad page is an error of the call, and no signal.</summary>
/// <remarks>
/// The kernel may map whole pages a second time instead of copying them. Bytes that it only promised would be read from the file
/// later, when it may be shorter, and that would be a signal. So every piece is shorter than a page: those are copied at once.
/// Both calls do all of a piece or report an error, so after an error the good part ends before this piece or inside it, where a
/// page begins.
/// </remarks>
internal sealed unsafe class MachCopier : MemoryCopier
{
    /// <summary>Half a page, in bytes; a piece never crosses the end of a page.</summary>
    private static readonly long s_piece = Environment.SystemPageSize / 2;

    internal static MachCopier Instance { get; } = new();

    internal override string? ReadCall => "mach_vm_read_overwrite";

    internal override string? WriteCall => "mach_vm_write";

    // SAFETY: the kernel checks both ranges; ours is pinned by the caller, the mapped one may fail with an error code.
    internal override long CopyFrom(byte* destination, MappedPlace source, long count)
    {
        long done = 0;
        while (done < count)
        {
            long piece = PieceAt(source.Address + (nint)done, count - done);
            ulong got;
            if (LibSystem.mach_vm_read_overwrite(MachTask.Self, (ulong)(source.Address + (nint)done), (ulong)piece, (ulong)(destination + done), &got) != MachConstants.KERN_SUCCESS)
            {
                break;
            }

            done += piece;
        }

        return done;
    }

    // SAFETY: as above.
    internal override long CopyTo(nint destination, byte* source, long count)
    {
        long done = 0;
        while (done < count)
        {
            long piece = PieceAt(destination + (nint)done, count - done);
            if (LibSystem.mach_vm_write(MachTask.Self, (ulong)(destination + (nint)done), (nuint)(source + done), (uint)piece) != MachConstants.KERN_SUCCESS)
            {
                break;
            }

            done += piece;
        }

        return done;
    }

    /// <summary>How many bytes of mapped memory are copied at a time: up to the middle of the page, or to its end.</summary>
    /// <param name="address">Where they start.</param>
    /// <param name="count">How many are wanted.</param>
    internal static long PieceAt(nint address, long count) => Math.Min(count, MapRange.AlignDown(address, s_piece) + s_piece - address);
}
