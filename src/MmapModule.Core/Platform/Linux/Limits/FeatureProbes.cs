using System;
using System.Runtime.InteropServices;
using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux.Limits;

/// <summary>
/// Asks the kernel by calling it: mostly with an argument that it must refuse in a certain way if it knows the call. An
/// older kernel and a sandbox refuse in other ways. Nothing is left behind.
/// </summary>
internal static unsafe class FeatureProbes
{
    /// <summary>Whether a call refuses its first argument with the error number of one that it understands.</summary>
    // SAFETY: the argument is refused before any pointer is looked at.
    internal static bool Refuses(nint number, nint argument, int errno) =>
        Libc.syscall(number, argument, 0, 0, 0) < 0 && Marshal.GetLastPInvokeError() == errno;

    /// <summary>mseal knows no flags yet.</summary>
    // SAFETY: the flags are refused, and the range is empty.
    internal static bool RefusesSealFlags() =>
        Libc.syscall(SyscallNumbers.MSeal, 0, 0, -1, 0) < 0 && Marshal.GetLastPInvokeError() == Errno.EINVAL;

    /// <summary>Advice about no page at all is accepted if the kernel knows it.</summary>
    // SAFETY: the range is empty.
    internal static bool Advice(int advice) => Libc.madvise(0, 0, advice) == 0;

    /// <summary>Whether there are the descriptor and the memory that probes need; without them every answer is "no".</summary>
    // SAFETY: the mapping is new, and unmapped before anyone learns of it.
    internal static bool HasResources()
    {
        if (!MemFd(0) && Marshal.GetLastPInvokeError() is Errno.EMFILE or Errno.ENFILE or Errno.ENOMEM)
        {
            return false;
        }

        nuint size = (nuint)Environment.SystemPageSize;
        nint page = Libc.mmap(0, size, MMapConstants.PROT_NONE, MMapConstants.MAP_PRIVATE | MMapConstants.MAP_ANONYMOUS, -1, 0);
        return page != MMapConstants.MAP_FAILED && Libc.munmap(page, size) == 0;
    }

    // SAFETY: the name is a constant that ends with a zero byte.
    internal static bool MemFd(uint flags)
    {
        fixed (byte* name = "MmapModule.probe\0"u8)
        {
            int fd = SystemCalls.MemFdCreate(name, FileConstants.MFD_CLOEXEC | flags);
            return fd >= 0 && Libc.close(fd) == 0;
        }
    }

    // SAFETY: the mapping is new, and unmapped before anyone learns of it.
    internal static bool Droppable()
    {
        nint size = Environment.SystemPageSize;
        nint address = Libc.mmap(0, (nuint)size, MMapConstants.PROT_READ, MMapConstants.MAP_DROPPABLE | MMapConstants.MAP_ANONYMOUS, -1, 0);
        return address != MMapConstants.MAP_FAILED && Libc.munmap(address, (nuint)size) == 0;
    }

    /// <summary>Tries to map over a page of our own. A kernel that does not know the flag takes the address for a hint.</summary>
    // SAFETY: both mappings are new, and unmapped before anyone learns of them; the flag never replaces anything.
    internal static bool FixedNoReplace()
    {
        nuint size = (nuint)Environment.SystemPageSize;
        const int flags = MMapConstants.MAP_PRIVATE | MMapConstants.MAP_ANONYMOUS;
        nint taken = Libc.mmap(0, size, MMapConstants.PROT_NONE, flags, -1, 0);
        if (taken == MMapConstants.MAP_FAILED)
        {
            return false;
        }

        nint second = Libc.mmap(taken, size, MMapConstants.PROT_NONE, flags | MMapConstants.MAP_FIXED_NOREPLACE, -1, 0);
        bool isKnown = second == MMapConstants.MAP_FAILED && Marshal.GetLastPInvokeError() == Errno.EEXIST;
        _ = Libc.munmap(taken, size);
        if (second != MMapConstants.MAP_FAILED)
        {
            _ = Libc.munmap(second, size);
        }

        return isKnown;
    }
}
