using System;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Files;
using MmapModule.Platform.Linux.Limits;

namespace MmapModule.Platform.Linux;

/// <content>Holes of files, and copies that the kernel makes.</content>
internal sealed partial class LinuxPlatform
{
    /// <inheritdoc/>
    public void CheckFileSize(MapBacking file, long size) =>
        CheckFileSizeLimit(file, size, new NativeFailure { Call = "pwrite", Path = file.Path, Length = size, Backing = file, ForWriting = true });

    /// <inheritdoc/>
    public string? CallOf(FileStep step) => step switch
    {
        FileStep.PunchHole => "fallocate",
        FileStep.StartWriteback => "sync_file_range",
        _ => "msync",
    };

    /// <inheritdoc/>
    public SafeFileHandle? OpenForSeeking(MapBacking file)
    {
        if (!file.IsCoherent)
        {
            return null;
        }

        const int flags = FileConstants.O_RDONLY | FileConstants.O_CLOEXEC | FileConstants.O_NONBLOCK;
        using HeldDescriptor held = new(file.File);
        int fd = OpenNative(held.Path, flags, 0);
        return fd < 0 ? null : new SafeFileHandle(fd, ownsHandle: true);
    }

    /// <inheritdoc/>
    public DataRun FirstRun(SafeFileHandle file, MapRange range)
    {
        long data = Libc.lseek(file, range.Offset, FileConstants.SEEK_DATA);
        if (data < 0)
        {
            // ENXIO: no data up to the end of the file. Other errors: the file system cannot tell.
            long size = LastErrno() == Errno.ENXIO ? Libc.lseek(file, 0, FileConstants.SEEK_END) : -1;
            return size > range.Offset
                ? new DataRun(range.First(size - range.Offset), IsHole: true)
                : new DataRun(range, IsHole: false);
        }

        if (data > range.Offset)
        {
            return new DataRun(range.First(data - range.Offset), IsHole: true);
        }

        long hole = Libc.lseek(file, range.Offset, FileConstants.SEEK_HOLE);
        return new DataRun(hole > range.Offset ? range.First(hole - range.Offset) : range, IsHole: false);
    }

    /// <inheritdoc/>
    public void PunchHole(MapBacking file, MapRange range)
    {
        NativeFailure failure = new() { Call = "fallocate", Path = file.Path, Offset = range.Offset, Length = range.Length, Backing = file, ForWriting = true };
        for (int attempt = 1; Libc.fallocate(file.File, FileConstants.FALLOC_FL_PUNCH_HOLE | FileConstants.FALLOC_FL_KEEP_SIZE, range.Offset, range.Length) != 0; attempt++)
        {
            int errno = LastErrno();
            if (errno != Errno.EINTR || attempt == Interrupted.Attempts)
            {
                throw errno is Errno.EOPNOTSUPP or Errno.ENOSYS or Errno.ENODEV ? CopyErrors.NoPunch(file.Path, failure.Call) : Failure(errno, failure);
            }
        }
    }

    /// <inheritdoc/>
    public bool TryActAlone(MapBacking file, Action act) => SoleUse.TryActPatiently(file.File, act);

    /// <inheritdoc/>
    // SAFETY: the offsets are local variables.
    public unsafe long CopyRange(MapBacking source, MapRange range, MapBacking destination, long offset)
    {
        // A sandbox may end the process for this call, and it only saves time.
        if (!FileSystems.SharesBlocks(LinuxFile.FileSystemType(source.File)) || !SeccompFilter.MayTry)
        {
            return 0;
        }

        CheckFileSizeLimit(destination, offset + range.Length, new NativeFailure { Call = "copy_file_range", Path = destination.Path, Length = range.Length, Backing = destination, ForWriting = true });
        long from = range.Offset;
        long to = offset;
        long done = 0;
        while (done < range.Length)
        {
            nint copied = SystemCalls.CopyFileRange(source.File, &from, destination.File, &to, (nuint)(range.Length - done));
            if (copied <= 0)
            {
                // Whatever it is, reading and writing will do it or find the words for it.
                break;
            }

            done += copied;
        }

        return done;
    }
}
