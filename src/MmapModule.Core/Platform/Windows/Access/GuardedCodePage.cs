using System;
using System.Runtime.InteropServices;
using MmapModule.Interop.Windows;

namespace MmapModule.Platform.Windows.Access;

/// <summary>A page with <see cref="GuardedCode"/> that can be executed and no longer written, and its exception handler. Both stay until the process ends.</summary>
internal sealed unsafe class GuardedCodePage
{
    private GuardedCodePage(GuardedCode code, nint address)
    {
        Code = code;
        Address = address;
    }

    /// <summary>What is in it.</summary>
    internal GuardedCode Code { get; }

    /// <summary>Where it is.</summary>
    internal nint Address { get; }

    /// <summary>Makes a page and puts its handler before all others; null if the system does not let it, with the reason as an error code.</summary>
    // SAFETY: the page is new and nobody else knows it; the code is shorter than a page. The handler uses nothing but its arguments.
    internal static GuardedCodePage? TryCreate(GuardedCode code, out int error)
    {
        nuint size = (nuint)Environment.SystemPageSize;
        nint page = Kernel32.VirtualAlloc(0, size, MemoryConstants.MEM_RESERVE | MemoryConstants.MEM_COMMIT, MemoryConstants.PAGE_READWRITE);
        if (page == 0)
        {
            error = Marshal.GetLastPInvokeError();
            return null;
        }

        code.Bytes.CopyTo(new Span<byte>((void*)page, code.Bytes.Length));
        uint old;
        if (Kernel32.VirtualProtect(page, size, MemoryConstants.PAGE_EXECUTE_READ, &old) == 0)
        {
            // A policy forbids code that is made at run time.
            error = Marshal.GetLastPInvokeError();
            _ = Kernel32.VirtualFree(page, 0, MemoryConstants.MEM_RELEASE);
            return null;
        }

        _ = Kernel32.FlushInstructionCache(Kernel32.GetCurrentProcess(), page, size);
        AllowContinuation(page, code);
        if (Kernel32.AddVectoredExceptionHandler(first: 1, page + code.OnException) == 0)
        {
            error = Marshal.GetLastPInvokeError();
            _ = Kernel32.VirtualFree(page, 0, MemoryConstants.MEM_RELEASE);
            return null;
        }

        error = Win32Error.ERROR_SUCCESS;
        return new GuardedCodePage(code, page);
    }

    /// <summary>With shadow stacks, Windows lets a handler continue only at addresses that it knows. Where that is not enforced the call fails, which does not matter.</summary>
    // SAFETY: the addresses are in the page, which stays.
    private static void AllowContinuation(nint page, GuardedCode code)
    {
        EHContinuationTarget* targets = stackalloc EHContinuationTarget[3];
        targets[0] = new() { TargetAddress = page + code.Fault, Flags = EHContinuationTarget.Add };
        targets[1] = new() { TargetAddress = page + code.CopyBytes, Flags = EHContinuationTarget.Add };
        targets[2] = new() { TargetAddress = page + code.CopyFault, Flags = EHContinuationTarget.Add };
        try
        {
            _ = KernelBase.SetProcessDynamicEHContinuationTargets(Kernel32.GetCurrentProcess(), 3, targets);
        }
        catch (EntryPointNotFoundException)
        {
            // Windows before 10 20H1, which does not enforce it either.
        }
    }
}
