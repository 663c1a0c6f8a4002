using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Errors;
using MmapModule.Platform.Windows.Files;

namespace MmapModule.Platform.Windows;

/// <content>Holes of files.</content>
internal sealed partial class WindowsPlatform
{
    /// <inheritdoc/>
    // Allocated is what has been written to the disk, so changes of maps are written first; what has none of its own space is a hole.
    public SafeFileHandle? OpenForSeeking(MapBacking file)
    {
        if (file.MemoryLength is not null || !WindowsFile.MayHaveHoles(file.File))
        {
            return null;
        }

        try
        {
            WriteBack(file, 0, long.MaxValue);
        }
        catch (MmapException)
        {
            // What could not be written is still in memory: all of the file is read then.
            return null;
        }

        return Duplicate(file.File, new NativeFailure { Call = "DuplicateHandle", Path = file.Path });
    }

    /// <inheritdoc/>
    // SAFETY: both ranges are local variables.
    public unsafe DataRun FirstRun(SafeFileHandle file, MapRange range)
    {
        FileRange wanted = new() { FileOffset = range.Offset, Length = range.Length };
        FileRange found = default;
        uint returned;
        bool isKnown = Kernel32.DeviceIoControl(file, FileConstants.FSCTL_QUERY_ALLOCATED_RANGES, &wanted, (uint)sizeof(FileRange), &found, (uint)sizeof(FileRange), &returned, null) != 0
            || Marshal.GetLastPInvokeError() == Win32Error.ERROR_MORE_DATA;
        if (!isKnown)
        {
            // A file system without holes, or one that does not tell.
            return new DataRun(range, IsHole: false);
        }

        long size = WindowsFile.Length(file) ?? 0;
        if (range.Offset >= size)
        {
            return new DataRun(range, IsHole: false);
        }

        long end = returned < sizeof(FileRange) ? Math.Min(range.End, size) : found.FileOffset;
        return end > range.Offset
            ? new DataRun(range.First(end - range.Offset), IsHole: true)
            : new DataRun(range.First(found.FileOffset + found.Length - range.Offset), IsHole: false);
    }

    /// <inheritdoc/>
    // Windows tells where files are on their volume, but not what of that has been written.
    public ExtentBatch? ReadExtents(MapBacking file, MapRange range, bool sync) => null;

    /// <inheritdoc/>
    // SAFETY: the range is a local variable.
    public unsafe void PunchHole(MapBacking file, MapRange range)
    {
        NativeFailure failure = new() { Call = "DeviceIoControl(FSCTL_SET_ZERO_DATA)", Path = file.Path, Offset = range.Offset, Length = range.Length, Backing = file, ForWriting = true };
        if (file.MemoryLength is not null)
        {
            throw CopyErrors.NoPunch(file.Path, failure.Call);
        }

        int error = WindowsFile.Control(file.File, FileConstants.FSCTL_SET_SPARSE);
        if (error == Win32Error.ERROR_SUCCESS)
        {
            // An offset and the first byte after the hole.
            FileRange hole = new() { FileOffset = range.Offset, Length = range.End };
            uint returned;
            error = Kernel32.DeviceIoControl(file.File, FileConstants.FSCTL_SET_ZERO_DATA, &hole, (uint)sizeof(FileRange), null, 0, &returned, null) != 0
                ? Win32Error.ERROR_SUCCESS
                : Marshal.GetLastPInvokeError();
        }

        if (error != Win32Error.ERROR_SUCCESS)
        {
            throw error is Win32Error.ERROR_INVALID_FUNCTION or Win32Error.ERROR_NOT_SUPPORTED or Win32Error.ERROR_CALL_NOT_IMPLEMENTED or Win32Error.ERROR_INVALID_PARAMETER
                ? CopyErrors.NoPunch(file.Path, failure.Call)
                : WindowsErrors.Translate(error, failure);
        }
    }

    /// <inheritdoc/>
    // Windows does not tell who else has a file open.
    public bool TryActAlone(MapBacking file, Action act) => false;

    /// <inheritdoc/>
    // Blocks can be shared on ReFS only; reading and writing works everywhere.
    public long CopyRange(MapBacking source, MapRange range, MapBacking destination, long offset) => 0;
}
