using System;
using MmapModule.Access;

namespace MmapModule.Platform.Windows.Access;

/// <summary>Copies by instructions whose fault is caught, at the speed of memcpy. Windows has no call that does this exactly: ReadProcessMemory on the own process may read nothing where half could be read.</summary>
internal sealed unsafe class GuardedCopier : MemoryCopier
{
    /// <summary>A collection of garbage never waits for a thread that is in machine code, but a thread should not be away for long.</summary>
    private const long Piece = 1024 * 1024;

    /// <summary>It has no state.</summary>
    internal static GuardedCopier Instance { get; } = new();

    internal override string? ReadCall => null;

    internal override string? WriteCall => null;

    // SAFETY: see Move.
    internal override long CopyFrom(byte* destination, MappedPlace source, long count) => Move((nint)destination, source.Address, count);

    // SAFETY: as above.
    internal override long CopyTo(nint destination, byte* source, long count) => Move(destination, (nint)source, count);

    // SAFETY: the guarded code finds out which bytes can be accessed; ours are pinned by the caller.
    private static long Move(nint destination, nint source, long count)
    {
        AtomicWord word = AtomicWord.System;
        long done = 0;
        long piece;
        long copied;
        do
        {
            piece = Math.Min(count - done, Piece);
            copied = word.Copy(destination + (nint)done, source + (nint)done, piece);
            done += copied;
        }
        while (copied == piece && done < count);

        return done;
    }
}
