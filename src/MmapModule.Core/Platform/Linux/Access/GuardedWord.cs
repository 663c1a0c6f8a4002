using System;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Access;
using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux.Access;

/// <summary>
/// Instructions that survive a page that is gone: a few bytes of machine code do the instruction, and the signal that it may
/// raise is turned into a return value. There is no window in which a truncation could end the process.
/// </summary>
/// <remarks>
/// A file that has become shorter raises SIGBUS. SIGSEGV is what other code of this process can cause, if it protects or
/// unmaps our pages without our knowledge. The handlers are machine code too. They look at nothing but the address of the
/// instruction: if that lies in our code, execution continues after it; everything else goes to the handler that was there
/// before, the runtime's, with the registers and the stack as the kernel made them.
///
/// A library that saved the handlers before ours were there, and restores them later, silently removes ours. So the
/// kernel is asked whether they are still there: before each store and atomic operation, and before a load if the last answer
/// is older than some microseconds. Where they are gone they are installed again, on top of those that are there.
/// </remarks>
internal sealed unsafe class GuardedWord : GuardedInstructions
{
    /// <summary>
    /// This many ticks of the processor's clock (about 10 microseconds) a check of the handlers is trusted where numbers are read:
    /// a check takes longer than the read. Restoring handlers and truncating a file take about as long. This many where the
    /// processor does not say how fast its clock is.
    /// </summary>
    private const ulong UsualFreshTicks = 32768;

    private const ulong FreshPartOfSecond = 100_000;

    private const int InstallAttempts = 8;
    private const int MostPages = 32;

    /// <summary>All pages of this copy of the module; used under the lock of <see cref="SignalHandlers"/>.</summary>
    private static readonly List<GuardedCodePage> s_pages = [];

    private static ulong s_checkedAt;

    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<ulong> _clock;

    private readonly GuardedCodePage _page;
    private readonly ulong _freshTicks;
    private nint _goodBus;
    private nint _goodSegv;

    // SAFETY: the code stays mapped until the process ends.
    private GuardedWord(GuardedCodePage page)
        : base(page.Address, page.Code)
    {
        _page = page;
        _clock = (delegate* unmanaged[Cdecl, SuppressGCTransition]<ulong>)(page.Address + page.Code.Clock);
        _freshTicks = page.Code.Frequency == 0 ? UsualFreshTicks : ((delegate* unmanaged[Cdecl]<ulong>)(page.Address + page.Code.Frequency))() / FreshPartOfSecond;
    }

    /// <summary>Whether signals still come to the handlers of this code: another library may have restored those that it found.</summary>
    /// <param name="isExact">True to ask the kernel; false to trust an answer of some microseconds ago.</param>
    internal override bool IsReady(bool isExact) => (!isExact && IsFresh()) || IsInstalledNow();

    /// <summary>Installs the handlers on top of those that are there. The caller holds the lock of <see cref="SignalHandlers"/>.</summary>
    /// <param name="isTransient">True if it failed for a reason that may be gone the next time.</param>
    /// <returns>Null where the machine code does not fit the processor, or where executable memory is forbidden.</returns>
    internal static GuardedWord? TryInstall(out bool isTransient)
    {
        isTransient = false;
        for (int attempt = 0; attempt < InstallAttempts; attempt++)
        {
            if (GuardedCode.Current is not { } code)
            {
                return null;
            }

            if (!SignalHandlers.TryGet(SigAction.SIGBUS, out SigAction bus) || !SignalHandlers.TryGet(SigAction.SIGSEGV, out SigAction segv))
            {
                // Somebody has restored the default actions: there is nobody to whom other signals could be passed on.
                isTransient = true;
                return null;
            }

            GuardedCodePage? page = FindPage(code, bus.sa_sigaction, segv.sa_sigaction, out isTransient);
            if (page is null)
            {
                return null;
            }

            SignalHandlers.Register(page.OnBus, page.PreviousBus);
            SignalHandlers.Register(page.OnSegv, page.PreviousSegv);
            nint replacedBus = SignalHandlers.Exchange(SigAction.SIGBUS, bus, page.OnBus);
            nint replacedSegv = SignalHandlers.Exchange(SigAction.SIGSEGV, segv, page.OnSegv);
            if (replacedBus == bus.sa_sigaction && replacedSegv == segv.sa_sigaction)
            {
                return new GuardedWord(page);
            }

            // Other code has exchanged a handler at the same moment: pass on to that one.
        }

        isTransient = true;
        return null;
    }

    /// <summary>A page whose handlers pass on to those that are there, or are those.</summary>
    private static GuardedCodePage? FindPage(GuardedCode code, nint bus, nint segv, out bool isTransient)
    {
        isTransient = false;
        foreach (GuardedCodePage known in s_pages)
        {
            if ((bus == known.PreviousBus || bus == known.OnBus) && (segv == known.PreviousSegv || segv == known.OnSegv))
            {
                return known;
            }
        }

        if (s_pages.Count == MostPages)
        {
            // Two libraries that keep taking the handlers from each other: rather slow than endless.
            return null;
        }

        GuardedCodePage? page = GuardedCodePage.TryCreate(code, bus, segv, out int errno);
        if (page is null)
        {
            isTransient = errno is Errno.ENOMEM or Errno.EAGAIN;
            return null;
        }

        s_pages.Add(page);
        return page;
    }

    private bool IsFresh() => _clock() - Volatile.Read(ref s_checkedAt) < _freshTicks;

    private bool IsInstalledNow()
    {
        ulong now = _clock();
        bool isInstalled = IsReached(SigAction.SIGBUS, _page.OnBus, ref _goodBus) && IsReached(SigAction.SIGSEGV, _page.OnSegv, ref _goodSegv);
        if (isInstalled)
        {
            Volatile.Write(ref s_checkedAt, now);
        }

        return isInstalled;
    }

    /// <summary>Whether a signal comes to a handler of ours; another copy of the module may stand before it.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="handler">Our handler.</param>
    /// <param name="good">A handler that is known to pass on to ours. Pages never change, so it does so forever.</param>
    private static bool IsReached(int signal, nint handler, ref nint good)
    {
        if (!SignalHandlers.TryGet(signal, out SigAction present))
        {
            return false;
        }

        if (present.sa_sigaction == handler || present.sa_sigaction == Volatile.Read(ref good))
        {
            return true;
        }

        lock (SignalHandlers.Lock)
        {
            if (!SignalHandlers.Reaches(present.sa_sigaction, handler))
            {
                return false;
            }
        }

        Volatile.Write(ref good, present.sa_sigaction);
        return true;
    }
}
