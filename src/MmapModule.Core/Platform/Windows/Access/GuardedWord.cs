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
internal sealed unsafe class GuardedWord : AtomicWord
{
    private readonly delegate* unmanaged[Cdecl]<nint, uint, uint, ulong*, int> _exchange32;
    private readonly delegate* unmanaged[Cdecl]<nint, ulong, ulong, ulong*, int> _exchange64;
    private readonly delegate* unmanaged[Cdecl]<nint, nint, ulong*, int> _load8;
    private readonly delegate* unmanaged[Cdecl]<nint, nint, ulong*, int> _load16;
    private readonly delegate* unmanaged[Cdecl]<nint, nint, ulong*, int> _load32;
    private readonly delegate* unmanaged[Cdecl]<nint, nint, ulong*, int> _load64;
    private readonly delegate* unmanaged[Cdecl]<nint, uint, int> _store8;
    private readonly delegate* unmanaged[Cdecl]<nint, uint, int> _store16;
    private readonly delegate* unmanaged[Cdecl]<nint, uint, int> _store32;
    private readonly delegate* unmanaged[Cdecl]<nint, ulong, int> _store64;
    private readonly delegate* unmanaged[Cdecl]<nint, nint, long, long> _copy;

    /// <param name="page">The code, whose handler is installed.</param>
    // SAFETY: the code stays mapped until the process ends.
    internal GuardedWord(GuardedCodePage page)
        : base(canCopy: true)
    {
        GuardedCode code = page.Code;
        nint start = page.Address;
        _exchange32 = (delegate* unmanaged[Cdecl]<nint, uint, uint, ulong*, int>)(start + code.Exchange32);
        _exchange64 = (delegate* unmanaged[Cdecl]<nint, ulong, ulong, ulong*, int>)(start + code.Exchange64);
        _load8 = (delegate* unmanaged[Cdecl]<nint, nint, ulong*, int>)(start + code.Load8);
        _load16 = (delegate* unmanaged[Cdecl]<nint, nint, ulong*, int>)(start + code.Load16);
        _load32 = (delegate* unmanaged[Cdecl]<nint, nint, ulong*, int>)(start + code.Load32);
        _load64 = (delegate* unmanaged[Cdecl]<nint, nint, ulong*, int>)(start + code.Load64);
        _store8 = (delegate* unmanaged[Cdecl]<nint, uint, int>)(start + code.Store8);
        _store16 = (delegate* unmanaged[Cdecl]<nint, uint, int>)(start + code.Store16);
        _store32 = (delegate* unmanaged[Cdecl]<nint, uint, int>)(start + code.Store32);
        _store64 = (delegate* unmanaged[Cdecl]<nint, ulong, int>)(start + code.Store64);
        _copy = (delegate* unmanaged[Cdecl]<nint, nint, long, long>)(start + code.Copy);
    }

    /// <summary>No system call is involved.</summary>
    internal override string? NativeCall => null;

    // SAFETY: the code touches the one word, which is in a mapping whose gate the caller holds, and our local variable.
    internal override bool TryCompareExchange(nint address, uint expected, uint desired, out uint found)
    {
        ulong old = 0;
        bool isDone = _exchange32(address, expected, desired, &old) == 0
            || (ReservedMemory.TryCommit(address) && _exchange32(address, expected, desired, &old) == 0);
        found = (uint)old;
        return isDone;
    }

    // SAFETY: as above.
    internal override bool TryCompareExchange(nint address, ulong expected, ulong desired, out ulong found)
    {
        ulong old = 0;
        bool isDone = _exchange64(address, expected, desired, &old) == 0
            || (ReservedMemory.TryCommit(address) && _exchange64(address, expected, desired, &old) == 0);
        found = old;
        return isDone;
    }

    // SAFETY: as above.
    internal override bool TryLoad(nint address, int size, nint second, out ulong value, out ulong other)
    {
        delegate* unmanaged[Cdecl]<nint, nint, ulong*, int> load = size switch
        {
            sizeof(byte) => _load8,
            sizeof(ushort) => _load16,
            sizeof(uint) => _load32,
            _ => _load64,
        };
        UInt128 found = default;
        bool isDone = load(address, second, (ulong*)&found) == 0
            || ((CommitAll(address, size) | CommitAll(second, sizeof(ulong))) && load(address, second, (ulong*)&found) == 0);
        value = isDone ? (ulong)found : 0;
        other = isDone ? (ulong)(found >> 64) : 0;
        return isDone;
    }

    // SAFETY: as above.
    internal override bool TryStore(nint address, int size, ulong value) =>
        Store(address, size, value) || (CommitAll(address, size) && Store(address, size, value));

    // SAFETY: the code touches the two ranges, of which one is pinned and the other lies in a mapping whose gate the caller holds.
    internal override long Copy(nint destination, nint source, long count)
    {
        long done = 0;
        long committed = -1;
        while (true)
        {
            done += count - done - _copy(destination + (nint)done, source + (nint)done, count - done);
            if (done == count)
            {
                return count;
            }

            // Either a bad page, or one that has no memory yet: that reads as zeros, and gets memory when it is written.
            long zeros = Math.Min(Math.Min(count - done, ReservedMemory.LengthAt(source + (nint)done)), ReservedMemory.Step);
            long written = zeros - (zeros == 0 ? 0 : _copy(destination + (nint)done, ReservedMemory.Zeros, zeros));
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

    // SAFETY: as above.
    private bool Store(nint address, int size, ulong value)
    {
        int result = size switch
        {
            sizeof(byte) => _store8(address, (uint)value),
            sizeof(ushort) => _store16(address, (uint)value),
            sizeof(uint) => _store32(address, (uint)value),
            _ => _store64(address, value),
        };
        return result == 0;
    }
}
