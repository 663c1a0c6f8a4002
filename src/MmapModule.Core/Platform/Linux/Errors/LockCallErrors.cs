using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux.Errors;

/// <summary>The errors that flock(2) and the locks of fcntl(2) report.</summary>
internal static class LockCallErrors
{
    internal static MmapException Pipe(string path) => new(
        MmapErrorKind.FlagNotSupported,
        "'" + path + "' is a pipe. To open it for a lock would lose what a program is writing to it.",
        "Use a file beside it, or a lock with a name.")
    {
        Path = path,
    };

    internal static MmapException Translate(int errno, string path, MutexStyle style)
    {
        string call = style == MutexStyle.Flock ? "flock" : "fcntl";
        return errno switch
        {
            Errno.EBADF => new(
                MmapErrorKind.AccessDenied,
                "'" + path + "' can only be read, and this lock (" + call + ") needs a file that can be written.",
                $"Take the lock with {Option.Shared}, or get the permission to write to the file.")
            {
                ErrnoName = Errno.Name(errno),
                NativeCall = call,
                Path = path,
                IsWrite = true,
            },
            Errno.ENOLCK or Errno.EINVAL or Errno.EOPNOTSUPP or Errno.ENOSYS => new(
                MmapErrorKind.FlagNotSupported,
                "The file system of '" + path + "' has no locks of this kind (" + call + ": " + Errno.Name(errno) + ").",
                "Use a lock file on a local file system, or a lock with a name.")
            {
                ErrnoName = Errno.Name(errno),
                NativeCall = call,
                Path = path,
            },
            _ => LinuxErrors.Translate(errno, new NativeFailure { Call = call, Path = path }),
        };
    }
}
