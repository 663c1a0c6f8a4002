using System;
using MmapModule.Access;

namespace MmapModule.Platform.Windows.Access;

/// <summary>
/// Instructions that survive a page that is gone: a few bytes of machine code do the instruction, and the exception that it may
/// raise is turned into a return value. There is no window in which a truncation could end the process.
/// </summary>
/// <remarks>
/// A file on a share that is gone, or that was cut on its server, raises an in-page error; other code of this process, which
/// protects or unmaps our pages without our knowledge, an access violation. A vectored exception handler gets all exceptions before the
/// runtime does. Ours looks at the address of the instruction: if that lies in our code, execution continues after it; everything
/// else it leaves to the others, with the registers and the stack as they were. Handlers cannot be removed by anybody who does not
/// have them, so they are installed once.
/// </remarks>
internal sealed unsafe class GuardedWord : GuardedInstructions
{
    /// <param name="page">The code, whose handler is installed.</param>
    // SAFETY: the code stays mapped until the process ends.
    internal GuardedWord(GuardedCodePage page)
        : base(page.Address, page.Code)
    {
    }

    // SAFETY: as the instruction itself; the second attempt is made because the page has memory now.
    internal override bool TryCompareExchange(nint address, uint expected, uint desired, out uint found) =>
        base.TryCompareExchange(address, expected, desired, out found)
        || (ReservedMemory.TryCommit(address) && base.TryCompareExchange(address, expected, desired, out found));

    // SAFETY: as above.
    internal override bool TryCompareExchange(nint address, ulong expected, ulong desired, out ulong found) =>
        base.TryCompareExchange(address, expected, desired, out found)
        || (ReservedMemory.TryCommit(address) && base.TryCompareExchange(address, expected, desired, out found));

    // SAFETY: as above.
    internal override bool TryLoad(nint address, int size, nint second, out ulong value, out ulong other) =>
        base.TryLoad(address, size, second, out value, out other)
        || ((CommitAll(address, size) | CommitAll(second, sizeof(ulong))) && base.TryLoad(address, size, second, out value, out other));

    // SAFETY: as above.
    internal override bool TryStore(nint address, int size, ulong value) =>
        base.TryStore(address, size, value) || (CommitAll(address, size) && base.TryStore(address, size, value));

    // SAFETY: the code touches the two ranges, of which one is pinned and the other lies in a mapping whose gate the caller holds.
    internal override long Copy(nint destination, nint source, long count)
    {
        long done = 0;
        long committed = -1;
        while (true)
        {
            done += base.Copy(destination + (nint)done, source + (nint)done, count - done);
            if (done == count)
            {
                return count;
            }

            // Either a bad page, or one that has no memory yet: that reads as zeros, and gets memory when it is written.
            long zeros = Math.Min(Math.Min(count - done, ReservedMemory.LengthAt(source + (nint)done)), ReservedMemory.Step);
            long written = zeros == 0 ? 0 : base.Copy(destination + (nint)done, ReservedMemory.Zeros, zeros);
            done += written;
            if (written > 0)
            {
                continue;
            }

            if (committed == done || !ReservedMemory.TryCommit(destination + (nint)done))
            {
                return done;
            }

            committed = done;
        }
    }

    /// <summary>A number may lie in two pages, one of which has memory.</summary>
    private static bool CommitAll(nint address, int size) =>
        ReservedMemory.TryCommit(address) | ReservedMemory.TryCommit(address + size - 1);
}
