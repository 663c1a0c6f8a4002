using System;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.MacOS;
using MmapModule.Platform.MacOS.Errors;
using MmapModule.Platform.MacOS.Files;

namespace MmapModule.Platform.MacOS;

/// <content>Holes of files.</content>
internal sealed partial class MacOSPlatform
{
    /// <inheritdoc/>
    public SafeFileHandle? OpenForSeeking(MapBacking file)
    {
        // A descriptor of /dev/fd would share its position with the file.
        if (!file.IsCoherent || MacOSFile.PathOf(file.File) is not { } path)
        {
            return null;
        }

        int descriptor = OpenNative(path, OpenQuietly | FileConstants.O_RDONLY, 0);
        SafeFileHandle? open = descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : null;
        if (open is not null && (MacOSFile.TryStat(open, out FileStatus status) != 0 || status.Identity != file.Identity))
        {
            open.Dispose();
            return null;
        }

        return open;
    }

    /// <inheritdoc/>
    public DataRun FirstRun(SafeFileHandle file, MapRange range)
    {
        long data = LibSystem.lseek(file, range.Offset, FileConstants.SEEK_DATA);
        if (data < 0)
        {
            // ENXIO: no data up to the end of the file. Other errors: the file system cannot tell.
            long size = LastErrno() == Errno.ENXIO ? LibSystem.lseek(file, 0, FileConstants.SEEK_END) : -1;
            return size > range.Offset
                ? new DataRun(range.First(size - range.Offset), IsHole: true)
                : new DataRun(range, IsHole: false);
        }

        if (data > range.Offset)
        {
            return new DataRun(range.First(data - range.Offset), IsHole: true);
        }

        long hole = LibSystem.lseek(file, range.Offset, FileConstants.SEEK_HOLE);
        return new DataRun(hole > range.Offset ? range.First(hole - range.Offset) : range, IsHole: false);
    }

    /// <inheritdoc/>
    // F_LOG2PHYS_EXT tells where a file is on its volume, but not what of that has been written.
    public ExtentBatch? ReadExtents(MapBacking file, MapRange range, bool sync) => null;

    /// <inheritdoc/>
    // Only whole blocks can be freed; what is left of the range at both ends is written.
    public void PunchHole(MapBacking file, MapRange range)
    {
        NativeFailure failure = new() { Call = "fcntl(F_PUNCHHOLE)", Path = file.Path, Offset = range.Offset, Length = range.Length, Backing = file, ForWriting = true };
        if (file.MemoryLength is not null)
        {
            throw CopyErrors.NoPunch(file.Path, failure.Call);
        }

        MapRange whole = range.Inward(MacOSFile.BlockSize(file.File));
        int errno = whole.Length > 0 ? Punch(file.File, whole) : 0;
        if (errno != 0)
        {
            throw errno is Errno.ENOTSUP or Errno.EOPNOTSUPP or Errno.ENOTTY or Errno.EINVAL or Errno.ENODEV
                ? CopyErrors.NoPunch(file.Path, failure.Call)
                : Failure(errno, failure);
        }

        long size = GetLength(file);
        WriteZeros(file, range.To(Math.Min(whole.Offset, size)));
        WriteZeros(file, whole.From(whole.End).To(Math.Min(range.End, size)));
    }

    /// <inheritdoc/>
    // macOS does not tell whether others have a file open.
    public bool TryActAlone(MapBacking file, Action act) => false;

    /// <inheritdoc/>
    // APFS shares blocks between whole files only.
    public long CopyRange(MapBacking source, MapRange range, MapBacking destination, long offset) => 0;

    // SAFETY: the structure is a local variable.
    private static unsafe int Punch(SafeFileHandle file, MapRange range)
    {
        FPunchHole hole = new() { fp_offset = range.Offset, fp_length = range.Length };
        for (int attempt = 1; SystemCalls.Fcntl(file, FileConstants.F_PUNCHHOLE, (nint)(&hole)) != 0; attempt++)
        {
            int errno = LastErrno();
            if (errno != Errno.EINTR || attempt == Interrupted.Attempts)
            {
                return errno;
            }
        }

        return 0;
    }

    /// <summary>Less than a block; nothing if the range ends before it begins, which is past the end of the file.</summary>
    private void WriteZeros(MapBacking file, MapRange range)
    {
        if (range.Length > 0)
        {
            WriteFile(file, range.Offset, new byte[range.Length]);
        }
    }
}
