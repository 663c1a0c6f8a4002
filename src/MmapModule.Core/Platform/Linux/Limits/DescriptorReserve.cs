using System;
using System.Runtime.InteropServices;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;

namespace MmapModule.Platform.Linux.Limits;

/// <summary>
/// Refuses maps shortly before the process has as many files open as it may. At the limit itself it would be too late: the
/// shell needs some to load the code that shows an error, and ends without them.
/// </summary>
internal static unsafe class DescriptorReserve
{
    /// <summary>How many descriptors are left to the shell; a quarter where there are few.</summary>
    private const ulong Most = 64;

    /// <summary>How many of so many descriptors are left to the shell.</summary>
    internal static ulong Of(ulong limit) => Math.Min(Most, limit / 4);

    /// <summary>Asks for one descriptor that stays open.</summary>
    /// <exception cref="MmapException">FileDescriptorLimit.</exception>
    internal static void Take()
    {
        if (!HasRoom(out int errno) && !(ForgottenMaps.Release() && HasRoom(out errno)))
        {
            throw LinuxErrors.Translate(errno, new NativeFailure { Call = "open" });
        }
    }

    /// <summary>The kernel gives the lowest number that is free, so the number of a new descriptor says how many are in use.</summary>
    // SAFETY: the path is a constant that ends with a zero byte; the descriptor is closed at once.
    private static bool HasRoom(out int errno)
    {
        int fd;
        fixed (byte* root = "/\0"u8)
        {
            fd = Libc.open(root, FileConstants.O_PATH | FileConstants.O_CLOEXEC, 0);
            errno = fd < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (fd < 0)
            {
                // Other errors say nothing about descriptors: whoever opens a file meets them too.
                return errno is not (Errno.EMFILE or Errno.ENFILE);
            }

            _ = Libc.close(fd);
        }

        ulong limit = LinuxLimits.DescriptorLimit();
        bool hasRoom = limit == RLimit.RLIM_INFINITY || (ulong)fd + Of(limit) < limit;
        errno = hasRoom ? 0 : Errno.EMFILE;
        return hasRoom;
    }
}
