using System;
using System.Runtime.InteropServices;
using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux.Access;

/// <summary>A page with <see cref="GuardedCode"/> that can be executed and no longer written. It stays until the process ends.</summary>
/// <remarks>
/// The page contains the addresses to which its handlers pass signals on. So when other handlers have come in between, a new page is made:
/// changing the old one could close a loop, if those pass signals on to it.
/// </remarks>
internal sealed unsafe class GuardedCodePage
{
    private GuardedCodePage(GuardedCode code, nint address, nint previousBus, nint previousSegv)
    {
        Code = code;
        Address = address;
        PreviousBus = previousBus;
        PreviousSegv = previousSegv;
    }

    internal GuardedCode Code { get; }

    internal nint Address { get; }

    internal nint OnBus => Address + Code.OnBus;

    internal nint OnSegv => Address + Code.OnSegv;

    internal nint PreviousBus { get; }

    internal nint PreviousSegv { get; }

    /// <summary>Makes a page; null if the system does not let it, with the reason as an error number.</summary>
    // SAFETY: the page is new and nobody else knows it; the code is shorter than a page.
    internal static GuardedCodePage? TryCreate(GuardedCode code, nint previousBus, nint previousSegv, out int errno)
    {
        nuint size = (nuint)Environment.SystemPageSize;
        nint page = Libc.mmap(0, size, MMapConstants.PROT_READ | MMapConstants.PROT_WRITE, MMapConstants.MAP_PRIVATE | MMapConstants.MAP_ANONYMOUS, -1, 0);
        if (page == MMapConstants.MAP_FAILED)
        {
            errno = Marshal.GetLastPInvokeError();
            return null;
        }

        code.Bytes.CopyTo(new Span<byte>((void*)page, code.Bytes.Length));
        *(nint*)(page + code.PreviousBus) = previousBus;
        *(nint*)(page + code.PreviousSegv) = previousSegv;
        if (Libc.mprotect(page, size, MMapConstants.PROT_READ | MMapConstants.PROT_EXEC) == 0)
        {
            InstructionCache.Flush(page, code.Bytes.Length);
            errno = 0;
            return new GuardedCodePage(code, page, previousBus, previousSegv);
        }

        errno = Marshal.GetLastPInvokeError();
        _ = Libc.munmap(page, size);
        return null;
    }
}
