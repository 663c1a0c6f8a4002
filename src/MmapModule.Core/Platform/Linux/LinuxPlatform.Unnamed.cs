using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Limits;

namespace MmapModule.Platform.Linux;

/// <content>Files that have no name yet.</content>
internal sealed partial class LinuxPlatform
{
    /// <summary>Creates a file without a name, by the name that it will get errors call it; null where the file system cannot do that.</summary>
    /// <param name="folder">Where it is to get its name.</param>
    /// <param name="failure">What it is for.</param>
    /// <param name="mode">Its mode.</param>
    internal static MapBacking? TryCreateUnnamed(string folder, NativeFailure failure, uint mode)
    {
        DescriptorReserve.Take();
        int fd = OpenNative(folder, FileConstants.O_TMPFILE | FileConstants.O_RDWR | FileConstants.O_CLOEXEC, mode);
        int errno = fd >= 0 ? 0 : LastErrno();
        return fd >= 0 ? Own(fd, failure.Path, created: false, failure)
            : errno is Errno.EOPNOTSUPP or Errno.EISDIR or Errno.EINVAL or Errno.ENOENT ? null
            : throw Failure(errno, failure);
    }
}
