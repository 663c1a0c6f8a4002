using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;

namespace MmapModule.Platform.Linux.Limits;

/// <summary>
/// The limit RLIMIT_FSIZE (ulimit -f). The kernel does not only refuse to write beyond it: it sends the signal SIGXFSZ, which
/// ends the process. So every call that could make a file longer asks here first.
/// </summary>
internal static class FileSizeLimit
{
    /// <summary>Whether this process may write no byte into any file.</summary>
    internal static bool IsZero => LinuxLimits.Get(FileConstants.RLIMIT_FSIZE) == 0;

    /// <summary>Checks that bytes up to an offset may be written; nothing has been written yet.</summary>
    /// <param name="end">Where the last byte ends in the file.</param>
    /// <param name="failure">What is being done, for the error.</param>
    /// <exception cref="MmapException">RangeOverflow.</exception>
    internal static void Check(long end, NativeFailure failure)
    {
        ulong limit = LinuxLimits.Get(FileConstants.RLIMIT_FSIZE);
        if ((ulong)end > limit)
        {
            throw FileErrors.TooLarge(end, limit, failure);
        }
    }
}
