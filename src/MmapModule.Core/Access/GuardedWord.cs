using System;
using System.Runtime.InteropServices;
using MmapModule.Interop.Linux;

namespace MmapModule.Access;

/// <summary>
/// Atomic instructions that survive a page that is gone: a few bytes of machine code do the instruction, and the signal
/// SIGBUS that it may raise is turned into a return value. There is no window in which a truncation could end the process.
/// </summary>
/// <remarks>
/// The handler of the signal is machine code too. It looks at nothing but the address of the instruction: if that lies in our
/// code, execution goes on behind it; every other SIGBUS goes to the handler that was there before, the runtime's.
/// </remarks>
internal sealed unsafe class GuardedWord : AtomicWord
{
    private readonly delegate* unmanaged[Cdecl]<nint, uint, uint, ulong*, int> _exchange32;
    private readonly delegate* unmanaged[Cdecl]<nint, ulong, ulong, ulong*, int> _exchange64;

    private readonly delegate* unmanaged[Cdecl]<nint, ulong*, int> _load32;
    private readonly delegate* unmanaged[Cdecl]<nint, ulong*, int> _load64;
    private readonly delegate* unmanaged[Cdecl]<nint, uint, int> _store32;
    private readonly delegate* unmanaged[Cdecl]<nint, ulong, int> _store64;

    // SAFETY: the code stays mapped until the process ends.
    private GuardedWord(nint code)
    {
        _exchange32 = (delegate* unmanaged[Cdecl]<nint, uint, uint, ulong*, int>)(code + GuardedCode.Exchange32);
        _exchange64 = (delegate* unmanaged[Cdecl]<nint, ulong, ulong, ulong*, int>)(code + GuardedCode.Exchange64);
        _load32 = (delegate* unmanaged[Cdecl]<nint, ulong*, int>)(code + GuardedCode.Load32);
        _load64 = (delegate* unmanaged[Cdecl]<nint, ulong*, int>)(code + GuardedCode.Load64);
        _store32 = (delegate* unmanaged[Cdecl]<nint, uint, int>)(code + GuardedCode.Store32);
        _store64 = (delegate* unmanaged[Cdecl]<nint, ulong, int>)(code + GuardedCode.Store64);
    }

    internal override string? NativeCall => null;

    internal override bool CanCopy => true;

    /// <summary>Null where the machine code does not fit the processor, or where executable memory is forbidden.</summary>
    // SAFETY: the old action is copied as a whole and only its handler is exchanged, so mask and flags stay those of the runtime.
    internal static GuardedWord? TryCreate()
    {
        SigAction action;
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64
            || Libc.sigaction(SigAction.SIGBUS, null, &action) != 0
            || action.sa_sigaction is >= 0 and <= SigAction.SIG_IGN)
        {
            return null;
        }

        nint code = Load(action.sa_sigaction);
        if (code == 0)
        {
            return null;
        }

        action.sa_sigaction = code;
        return Libc.sigaction(SigAction.SIGBUS, &action, null) == 0 ? new GuardedWord(code) : null;
    }

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
    internal override bool TryLoad(nint address, int size, out ulong found)
    {
        ulong value = 0;
        bool isDone = (size == sizeof(ulong) ? _load64(address, &value) : _load32(address, &value)) == 0;
        found = value;
        return isDone;
    }

    // SAFETY: as above.
    internal override bool TryStore(nint address, int size, ulong value) =>
        (size == sizeof(ulong) ? _store64(address, value) : _store32(address, (uint)value)) == 0;

    /// <summary>Puts the code into a page of its own that can be executed and no longer written; 0 if that is forbidden.</summary>
    // SAFETY: the page is new and nobody else knows it; the code is shorter than a page.
    private static nint Load(nint previousHandler)
    {
        nuint size = (nuint)Environment.SystemPageSize;
        nint page = Libc.mmap(0, size, MMapConstants.PROT_READ | MMapConstants.PROT_WRITE, MMapConstants.MAP_PRIVATE | MMapConstants.MAP_ANONYMOUS, -1, 0);
        if (page == MMapConstants.MAP_FAILED)
        {
            return 0;
        }

        GuardedCode.X64.CopyTo(new Span<byte>((void*)page, GuardedCode.X64.Length));
        *(nint*)(page + GuardedCode.Previous) = previousHandler;
        if (Libc.mprotect(page, size, MMapConstants.PROT_READ | MMapConstants.PROT_EXEC) == 0)
        {
            return page;
        }

        _ = Libc.munmap(page, size);
        return 0;
    }
}
