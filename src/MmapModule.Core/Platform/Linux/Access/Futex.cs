using System;
using System.Runtime.InteropServices;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Limits;

namespace MmapModule.Platform.Linux.Access;

/// <summary>Sleeping until a word of shared memory is woken (futex(2)); an address that is gone is an error, never a signal.</summary>
internal static unsafe class Futex
{
    private static volatile bool s_hasNoWaitV;

    /// <summary>Wakes everybody who sleeps on a word, in whatever process.</summary>
    // SAFETY: the kernel only looks the address up; nothing is read or written there.
    internal static void Wake(nint address) => Wake(address, int.MaxValue);

    /// <summary>Wakes at most so many of them, and says how many there were.</summary>
    // SAFETY: as above.
    internal static int Wake(nint address, int count) =>
        Math.Max(0, (int)Libc.syscall(SyscallNumbers.Futex, address, FutexConstants.FUTEX_WAKE, count, 0));

    /// <summary>Sleeps until one of the words is woken, unless one of them has another value already, or until the time is over.</summary>
    /// <param name="addresses">Multiples of 4.</param>
    /// <param name="values">The values that the words had when the caller looked.</param>
    /// <param name="nanoseconds">The longest sleep.</param>
    /// <returns>False if it was not possible to sleep on these words.</returns>
    // SAFETY: the kernel reads the words with a check (EFAULT); the entries and the time live on our stack during the call.
    // The words may have been unmapped meanwhile, or belong to somebody else: then the sleep ends early or with the time.
    internal static bool Wait(ReadOnlySpan<nint> addresses, ReadOnlySpan<uint> values, long nanoseconds)
    {
        if (s_hasNoWaitV || !SeccompFilter.MayTry)
        {
            return WaitForOne(addresses[0], values[0], nanoseconds);
        }

        FutexWaitEntry* entries = stackalloc FutexWaitEntry[addresses.Length];
        for (int i = 0; i < addresses.Length; i++)
        {
            entries[i] = new() { val = values[i], uaddr = (ulong)addresses[i], flags = FutexConstants.FUTEX2_SIZE_U32 };
        }

        TimeSpec until;
        _ = Libc.clock_gettime(FutexConstants.CLOCK_MONOTONIC, &until);
        long end = until.tv_nsec + nanoseconds;
        until = new() { tv_sec = until.tv_sec + (end / 1_000_000_000), tv_nsec = end % 1_000_000_000 };
        nint result = Libc.syscall(SyscallNumbers.FutexWaitV, (nint)entries, addresses.Length, 0, (nint)(&until), FutexConstants.CLOCK_MONOTONIC);
        int errno = result >= 0 ? 0 : Marshal.GetLastPInvokeError();
        if (errno is Errno.ENOSYS or Errno.EPERM)
        {
            // A kernel before 5.16, or a sandbox that does not know the call.
            s_hasNoWaitV = true;
            return WaitForOne(addresses[0], values[0], nanoseconds);
        }

        return HasSlept(errno);
    }

    /// <summary>Writes a word to itself in one atomic step (FUTEX_WAKE_OP with "or 0"), which tells whether its page can be written.</summary>
    // SAFETY: the kernel checks the address; the word keeps its value.
    internal static bool CanWrite(nint address) =>
        Libc.syscall(SyscallNumbers.Futex, address, FutexConstants.FUTEX_WAKE_OP, 0, 0, address, FutexConstants.FUTEX_OP_OR_0) >= 0;

    // SAFETY: as above.
    private static bool WaitForOne(nint address, uint value, long nanoseconds)
    {
        TimeSpec time = new() { tv_sec = nanoseconds / 1_000_000_000, tv_nsec = nanoseconds % 1_000_000_000 };
        nint result = Libc.syscall(SyscallNumbers.Futex, address, FutexConstants.FUTEX_WAIT, (nint)value, (nint)(&time));
        return HasSlept(result >= 0 ? 0 : Marshal.GetLastPInvokeError());
    }

    private static bool HasSlept(int errno) => errno is 0 or Errno.EAGAIN or Errno.EINTR or Errno.ETIMEDOUT;
}
