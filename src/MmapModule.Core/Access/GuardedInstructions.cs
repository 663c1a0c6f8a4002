using System;

namespace MmapModule.Access;

/// <summary>Instructions on mapped memory by machine code whose faults are caught.</summary>
internal abstract unsafe class GuardedInstructions : AtomicWord
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

    /// <param name="start">Where the code is.</param>
    /// <param name="code">The code; what catches its faults is installed.</param>
    // SAFETY: the code stays mapped until the process ends.
    private protected GuardedInstructions(nint start, GuardedEntries code)
        : base(canCopy: true)
    {
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
        bool isDone = _exchange32(address, expected, desired, &old) == 0;
        found = (uint)old;
        return isDone;
    }

    // SAFETY: as above.
    internal override bool TryCompareExchange(nint address, ulong expected, ulong desired, out ulong found)
    {
        ulong old = 0;
        bool isDone = _exchange64(address, expected, desired, &old) == 0;
        found = old;
        return isDone;
    }

    // SAFETY: as above.
    internal override bool TryLoad(nint address, int size, nint second, out ulong value, out ulong other)
    {
        // One call for all sizes: of several the compiler makes slow ones, if it has not seen all of them used.
        delegate* unmanaged[Cdecl]<nint, nint, ulong*, int> load = size switch
        {
            sizeof(byte) => _load8,
            sizeof(ushort) => _load16,
            sizeof(uint) => _load32,
            _ => _load64,
        };
        UInt128 found = default;
        bool isDone = load(address, second, (ulong*)&found) == 0;
        value = isDone ? (ulong)found : 0;
        other = isDone ? (ulong)(found >> 64) : 0;
        return isDone;
    }

    // SAFETY: as above.
    internal override bool TryStore(nint address, int size, ulong value)
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

    // SAFETY: the code touches the two ranges, of which one is pinned and the other lies in a mapping whose gate the caller holds.
    internal override long Copy(nint destination, nint source, long count) => count - _copy(destination, source, count);
}
