using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Files;
using MmapModule.Platform.Linux.Limits;

namespace MmapModule.Platform.Linux.Watching;

/// <summary>Watching files with inotify(7).</summary>
internal sealed class LinuxFileWatching : IFileWatching
{
    /// <inheritdoc/>
    public IFileWatch Watch(string path, MapBacking? mapped, bool isLengthWanted)
    {
        DescriptorReserve.Take();
        SafeFileHandle file = mapped is null ? Open(path) : Duplicate(mapped);
        return new LinuxFileWatch(path, file, isLengthWanted);
    }

    /// <summary>Holds the file without opening it: that needs no right to read it, and does nothing to a device.</summary>
    private static SafeFileHandle Open(string path)
    {
        int fd = LinuxPlatform.OpenNative(path, FileConstants.O_PATH | FileConstants.O_CLOEXEC, 0);
        return fd >= 0
            ? new SafeFileHandle(fd, ownsHandle: true)
            : throw LinuxErrors.Translate(Marshal.GetLastPInvokeError(), new NativeFailure { Call = "open", Path = path });
    }

    private static SafeFileHandle Duplicate(MapBacking mapped)
    {
        int fd = Libc.fcntl(mapped.File, FileConstants.F_DUPFD_CLOEXEC, 0);
        return fd >= 0
            ? new SafeFileHandle(fd, ownsHandle: true)
            : throw LinuxErrors.Translate(Marshal.GetLastPInvokeError(), new NativeFailure { Call = "fcntl", Path = mapped.Path, Backing = mapped });
    }
}
