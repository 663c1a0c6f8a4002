using MmapModule.Interop.MacOS;
using MmapModule.Platform.MacOS.Errors;

namespace MmapModule.Platform.MacOS.Limits;

/// <summary>The limit RLIMIT_FSIZE (ulimit -f): a write beyond it is the signal SIGXFSZ, so calls that could make a file longer ask here first.</summary>
internal static class FileSizeLimit
{
    /// <summary>Checks that bytes up to an offset may be written; nothing has been written yet.</summary>
    /// <param name="end">Where the last byte ends in the file.</param>
    /// <param name="failure">What is being done, for the error.</param>
    /// <exception cref="MmapException">RangeOverflow.</exception>
    internal static void Check(long end, NativeFailure failure)
    {
        ulong limit = MacOSLimits.Get(FileConstants.RLIMIT_FSIZE);
        if (limit < (ulong)end)
        {
            throw SizeErrors.FileLimit(end, limit, failure);
        }
    }
}
