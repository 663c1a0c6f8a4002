using System;
using MmapModule.Access;

namespace MmapModule.Platform.Linux.Access;

/// <summary>
/// Copies by instructions whose fault is caught, at the speed of memcpy: a system call takes a microsecond or two, in which
/// thousands of bytes are copied. Where the signal handlers cannot be had, the kernel copies.
/// </summary>
internal sealed unsafe class GuardedCopier : MemoryCopier
{
    /// <summary>The handlers are checked before each piece; it is copied in some microseconds.</summary>
    private const int Piece = 128 * 1024;

    /// <summary>Reads that take less time than the check trust one that was made some microseconds ago, as numbers do.</summary>
    private const int Short = 4096;

    private readonly MemoryCopier _kernel;

    /// <param name="kernel">What does it instead.</param>
    internal GuardedCopier(MemoryCopier kernel) => _kernel = kernel;

    internal override string? ReadCall => null;

    internal override string? WriteCall => null;

    // SAFETY: see Move.
    internal override long CopyFrom(byte* destination, MappedPlace source, long count) => Move((nint)destination, source.Address, count, isWrite: false);

    // SAFETY: as above.
    internal override long CopyTo(nint destination, byte* source, long count) => Move(destination, (nint)source, count, isWrite: true);

    // SAFETY: passes the arguments on unchanged.
    internal override long CopyBetween(nint destination, MappedPlace source, long count) => _kernel.CopyBetween(destination, source, count);

    // Long writes are the kernel's: it makes the missing pages of a file 15 % faster than a fault for each of them does.
    // SAFETY: the guarded code or the kernel finds out which bytes can be accessed; ours are pinned by the caller.
    private long Move(nint destination, nint source, long count, bool isWrite)
    {
        for (long done = 0; done < count;)
        {
            long piece = Math.Min(count - done, Piece);
            AtomicWord word = isWrite || count > Short ? AtomicWord.ForWriting : AtomicWord.System;
            if (!word.CanCopy || (isWrite && count > Piece))
            {
                return done + (isWrite
                    ? _kernel.CopyTo(destination + (nint)done, (byte*)source + done, count - done)
                    : _kernel.CopyFrom((byte*)destination + done, MappedPlace.InMemory(source + (nint)done), count - done));
            }

            long copied = word.Copy(destination + (nint)done, source + (nint)done, piece);
            done += copied;
            if (copied < piece)
            {
                return done;
            }
        }

        return count;
    }
}
