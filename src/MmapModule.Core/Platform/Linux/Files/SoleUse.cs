using System;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux.Files;

/// <summary>Does something with a file while nobody else has it open: the kernel grants a write lease only then, and makes others wait.</summary>
internal static class SoleUse
{
    /// <summary>How many milliseconds to wait for a file that somebody has open to be ours alone.</summary>
    private const int SharedAttempts = 100;

    /// <summary>Acts if nobody else has the file open or mapped.</summary>
    /// <returns>False, and nothing done, if somebody has, or if the kernel does not tell: another user's file, or a file system without leases.</returns>
    internal static bool TryAct(SafeFileHandle file, Action act) => Act(file, act, out _);

    /// <summary>The same, with as much patience for processes that are just starting as <see cref="ActUnlessShared"/> has.</summary>
    internal static bool TryActPatiently(SafeFileHandle file, Action act)
    {
        bool isShared = true;
        for (int attempt = 0; attempt < SharedAttempts && isShared; attempt++)
        {
            if (Act(file, act, out isShared))
            {
                return true;
            }

            Thread.Sleep(1);
        }

        return false;
    }

    /// <summary>Acts unless the kernel says that somebody else has the file open or mapped.</summary>
    /// <returns>False, and nothing done, if somebody has.</returns>
    internal static bool ActUnlessShared(SafeFileHandle file, Action act)
    {
        bool isShared = false;
        for (int attempt = 0; attempt < SharedAttempts; attempt++)
        {
            if (Act(file, act, out isShared))
            {
                return true;
            }

            if (!isShared)
            {
                break;
            }

            // A process that another thread starts has our files, too, until it runs its own program.
            Thread.Sleep(1);
        }

        if (!isShared)
        {
            act();
        }

        return !isShared;
    }

    private static bool Act(SafeFileHandle file, Action act, out bool isShared)
    {
        isShared = false;

        // Who opens the file meanwhile makes the kernel send a signal, and the usual one ends the process.
        if (Libc.fcntl(file, FileConstants.F_SETSIG, FileConstants.SIGURG) != 0)
        {
            return false;
        }

        try
        {
            if (Libc.fcntl(file, FileConstants.F_SETLEASE, FileConstants.F_WRLCK) != 0)
            {
                isShared = System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Errno.EAGAIN;
                return false;
            }

            try
            {
                act();
                return true;
            }
            finally
            {
                _ = Libc.fcntl(file, FileConstants.F_SETLEASE, FileConstants.F_UNLCK);
            }
        }
        finally
        {
            _ = Libc.fcntl(file, FileConstants.F_SETSIG, 0);
        }
    }
}
