using System;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux.Access;

/// <summary>The handlers of SIGBUS and SIGSEGV of this process, and which of them calls which.</summary>
/// <remarks>
/// They belong to the process, not to an assembly: the module can be loaded twice (from two folders, or by another program that
/// brings the engine along), and each copy has static fields of its own. So the lock and the list are shared by all copies,
/// and are made of types that all of them have in common.
/// </remarks>
internal static class SignalHandlers
{
    private const string Key = "MmapModule.SignalHandlers";

    /// <summary>Longer than any valid chain of handlers.</summary>
    private const int LongestChain = 1024;

    /// <summary>Interned strings are the same object for every copy of this assembly.</summary>
    private static readonly object s_lock = string.Intern(Key);

    /// <summary>Held while handlers are looked at and exchanged.</summary>
    internal static object Lock => s_lock;

    /// <summary>The handler of a signal; false if there is none to which foreign signals could be passed on.</summary>
    // SAFETY: the kernel fills a local variable.
    internal static unsafe bool TryGet(int signal, out SigAction action)
    {
        SigAction found;
        bool isThere = Libc.sigaction(signal, null, &found) == 0 && found.sa_sigaction is < 0 or > SigAction.SIG_IGN;
        action = found;
        return isThere;
    }

    /// <summary>Exchanges the handler, and returns the one that it replaced; 0 if it failed.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="present">What was there a moment ago: its mask and flags stay as they are.</param>
    /// <param name="handler">A handler that knows to whom it passes on what it does not know.</param>
    // SAFETY: both structures are local variables.
    internal static unsafe nint Exchange(int signal, SigAction present, nint handler)
    {
        SigAction replaced;
        SigAction wanted = present;
        wanted.sa_sigaction = handler;

        // Ours needs the context, and has to stay after the first signal.
        wanted.sa_flags = (present.sa_flags | SigAction.SA_SIGINFO) & ~SigAction.SA_RESETHAND;
        return Libc.sigaction(signal, &wanted, &replaced) == 0 ? replaced.sa_sigaction : 0;
    }

    /// <summary>Notes for all copies of the module to whom a handler passes signals on; the caller holds the lock.</summary>
    internal static void Register(nint handler, nint previous) => Chain()[handler] = previous;

    /// <summary>Whether a handler is the wanted one, or one of ours that passes on to it; the caller holds the lock.</summary>
    internal static bool Reaches(nint handler, nint wanted)
    {
        Dictionary<nint, nint> chain = Chain();
        for (int i = 0; i < LongestChain; i++)
        {
            if (handler == wanted)
            {
                return true;
            }

            if (!chain.TryGetValue(handler, out handler))
            {
                return false;
            }
        }

        return false;
    }

    private static Dictionary<nint, nint> Chain()
    {
        if (AppDomain.CurrentDomain.GetData(Key) is Dictionary<nint, nint> known)
        {
            return known;
        }

        Dictionary<nint, nint> chain = [];
        AppDomain.CurrentDomain.SetData(Key, chain);
        return chain;
    }
}
