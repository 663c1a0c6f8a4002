using System;
using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux.Errors;

/// <summary>The errors about files that no error number stands for.</summary>
internal static class FileErrors
{
    internal static MmapException Replaced(string path) => new(
        MmapErrorKind.PathNotFound,
        "'" + path + "' has been replaced by another file while its new content was made. That file has not been touched.",
        "Save again, to write over the file that is there now.")
    {
        Path = path,
        IsWrite = true,
    };

    internal static MmapException TooLarge(long end, ulong limit, NativeFailure failure) => new(
        MmapErrorKind.RangeOverflow,
        FormattableString.Invariant($"{failure.Subject} would have to be written up to offset {end}, and the limit RLIMIT_FSIZE allows this process {limit} bytes in a file. Nothing beyond that has been written."),
        "Write less, or raise the limit before starting pwsh: ulimit -f, or LimitFSIZE= of a systemd unit.")
    {
        ErrnoName = Errno.Name(Errno.EFBIG),
        NativeCall = failure.Call,
        Path = failure.Path,
        Offset = failure.Offset,
        Length = failure.Length,
        BytesTransferred = failure.Transferred,
        IsWrite = true,
    };
}
