using System;
using System.Runtime.InteropServices;
using MmapModule.Interop.Linux;

namespace MmapModule.Access;

/// <summary>
/// Instructions that survive a page that is gone: a few bytes of machine code do the instruction, and the signal that it may
/// raise is turned into a return value. There is no window in which a truncation could end the process.
/// </summary>
/// <remarks>
/// A file that has become shorter raises SIGBUS. SIGSEGV is what other code of this process can cause, if it protects or
/// unmaps our pages behind our back. The handlers are machine code too. They look at nothing but the address of the
/// instruction: if that lies in our code, execution goes on behind it; everything else goes to the handler that was there
/// before, the runtime's, with the registers and the stack as the kernel made them.
/// </remarks>
internal sealed unsafe class GuardedWord : AtomicWord
{
    private readonly delegate* unmanaged[Cdecl]<nint, uint, uint, ulong*, int> _exchange32;
    private readonly delegate* unmanaged[Cdecl]<nint, ulong, ulong, ulong*, int> _exchange64;

    private readonly delegate* unmanaged[Cdecl]<nint, nint, ulong*, int> _load8;
    private readonly delegate* unmanaged[Cdecl]<nint, nint, ulong*, int> _load16;
    private readonly delegate* unmanaged[Cdecl]<nint, nint, ulong*, int> _load32;
    private readonly delegate* unmanaged[Cdecl]<nint, nint, ulong*, int> _load64;
    private readonly delegate* unmanaged[Cdecl]<nint, uint, int> _store32;
    private readonly delegate* unmanaged[Cdecl]<nint, ulong, int> _store64;

    // SAFETY: the code stays mapped until the process ends.
    private GuardedWord(nint code)
    {
        _exchange32 = (delegate* unmanaged[Cdecl]<nint, uint, uint, ulong*, int>)(code + GuardedCode.Exchange32);
        _exchange64 = (delegate* unmanaged[Cdecl]<nint, ulong, ulong, ulong*, int>)(code + GuardedCode.Exchange64);
        _load8 = (delegate* unmanaged[Cdecl]<nint, nint, ulong*, int>)(code + GuardedCode.Load8);
        _load16 = (delegate* unmanaged[Cdecl]<nint, nint, ulong*, int>)(code + GuardedCode.Load16);
        _load32 = (delegate* unmanaged[Cdecl]<nint, nint, ulong*, int>)(code + GuardedCode.Load32);
        _load64 = (delegate* unmanaged[Cdecl]<nint, nint, ulong*, int>)(code + GuardedCode.Load64);
        _store32 = (delegate* unmanaged[Cdecl]<nint, uint, int>)(code + GuardedCode.Store32);
        _store64 = (delegate* unmanaged[Cdecl]<nint, ulong, int>)(code + GuardedCode.Store64);
    }

    internal override string? NativeCall => null;

    internal override bool CanCopy => true;

    /// <summary>Null where the machine code does not fit the processor, or where executable memory is forbidden.</summary>
    internal static GuardedWord? TryCreate()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64
            || !TryGetAction(SigAction.SIGBUS, out SigAction bus)
            || !TryGetAction(SigAction.SIGSEGV, out SigAction segv))
        {
            return null;
        }

        nint code = Load(bus.sa_sigaction, segv.sa_sigaction);
        return code != 0
            && TrySetAction(SigAction.SIGBUS, bus, code + GuardedCode.OnBus)
            && TrySetAction(SigAction.SIGSEGV, segv, code + GuardedCode.OnSegv)
            ? new GuardedWord(code)
            : null;
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
    internal override bool TryLoad(nint address, int size, nint second, out ulong value, out ulong other)
    {
        ulong* found = stackalloc ulong[2];
        int result = size switch
        {
            sizeof(byte) => _load8(address, second, found),
            sizeof(ushort) => _load16(address, second, found),
            sizeof(uint) => _load32(address, second, found),
            _ => _load64(address, second, found),
        };
        bool isDone = result == 0;
        value = isDone ? found[0] : 0;
        other = isDone ? found[1] : 0;
        return isDone;
    }

    // SAFETY: as above.
    internal override bool TryStore(nint address, int size, ulong value) =>
        (size == sizeof(ulong) ? _store64(address, value) : _store32(address, (uint)value)) == 0;

    /// <summary>The action for a signal, if there is a handler that can be called for what is not ours.</summary>
    // SAFETY: the kernel fills a local variable.
    private static bool TryGetAction(int signal, out SigAction action)
    {
        SigAction found;
        bool isThere = Libc.sigaction(signal, null, &found) == 0 && found.sa_sigaction is < 0 or > SigAction.SIG_IGN;
        action = found;
        return isThere;
    }

    // SAFETY: the old action is passed on as a whole and only its handler is exchanged, so mask and flags stay those of the runtime.
    private static bool TrySetAction(int signal, SigAction action, nint handler)
    {
        action.sa_sigaction = handler;
        return Libc.sigaction(signal, &action, null) == 0;
    }

    /// <summary>Puts the code into a page of its own that can be executed and no longer written; 0 if that is forbidden.</summary>
    // SAFETY: the page is new and nobody else knows it; the code is shorter than a page.
    private static nint Load(nint onBus, nint onSegv)
    {
        nuint size = (nuint)Environment.SystemPageSize;
        nint page = Libc.mmap(0, size, MMapConstants.PROT_READ | MMapConstants.PROT_WRITE, MMapConstants.MAP_PRIVATE | MMapConstants.MAP_ANONYMOUS, -1, 0);
        if (page == MMapConstants.MAP_FAILED)
        {
            return 0;
        }

        GuardedCode.X64.CopyTo(new Span<byte>((void*)page, GuardedCode.X64.Length));
        *(nint*)(page + GuardedCode.PreviousBus) = onBus;
        *(nint*)(page + GuardedCode.PreviousSegv) = onSegv;
        if (Libc.mprotect(page, size, MMapConstants.PROT_READ | MMapConstants.PROT_EXEC) == 0)
        {
            return page;
        }

        _ = Libc.munmap(page, size);
        return 0;
    }
}
