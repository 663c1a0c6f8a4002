using System;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Errors;
using MmapModule.Platform.Windows.Files;

namespace MmapModule.Platform.Windows;

/// <content>The length of files.</content>
internal sealed partial class WindowsPlatform
{
    /// <summary>More zeros than these are not read to find out whether somebody has written between them.</summary>
    private const long MostToRead = 256L * 1024 * 1024;

    /// <inheritdoc/>
    public bool CutsMappedFiles => false;

    /// <inheritdoc/>
    public void Grow(MapBacking backing, long size, Allocation allocation, ByteProgress? progress, CancellationToken cancellation)
    {
        NativeFailure failure = new() { Call = "SetEndOfFile", Path = backing.Path, Length = size, Backing = backing, ForWriting = true };
        long old = GetLength(backing);
        if (size <= old)
        {
            // Somebody else has made it longer meanwhile.
            return;
        }

        if (backing.MemoryLength is { } fixedLength)
        {
            throw SizeErrors.Fixed(fixedLength, size);
        }

        if (!backing.IsWritable)
        {
            throw WindowsErrors.Translate(Win32Error.ERROR_ACCESS_DENIED, failure);
        }

        using HeldFile held = new(backing.File);
        if (allocation is Allocation.None)
        {
            int refused = WindowsFile.Control(backing.File, FileConstants.FSCTL_SET_SPARSE);
            if (refused != Win32Error.ERROR_SUCCESS)
            {
                throw WindowsErrors.Translate(refused, failure with { Call = "DeviceIoControl(FSCTL_SET_SPARSE)" });
            }
        }
        else if (FreeSpace.Bytes(backing.File) < size - old)
        {
            // Setting the length takes the clusters at once on NTFS; other file systems may promise more than they have.
            throw WindowsErrors.Translate(Win32Error.ERROR_DISK_FULL, failure with { Length = size - old });
        }

        // One call does it all, however long that takes.
        cancellation.ThrowIfCancellationRequested();
        int error = Lengthen(backing, size);
        if (error != Win32Error.ERROR_SUCCESS)
        {
            throw WindowsErrors.Translate(error, failure);
        }

        progress?.Invoke(size - old, size - old);
    }

    /// <inheritdoc/>
    public string? UndoGrowth(MapBacking backing, long made, long old)
    {
        if (made <= old || backing.MemoryLength is not null)
        {
            return null;
        }

        using HeldFile held = new(backing.File);
        return GrowthUndo.TakeBack(backing, GetLength(backing), made, old, added => IsWritten(backing, added), () => WindowsFile.SetLength(backing.File, old) == Win32Error.ERROR_SUCCESS);
    }

    /// <inheritdoc/>
    public void Shrink(MapBacking backing, long size)
    {
        if (backing.MemoryLength is { } fixedLength)
        {
            throw SizeErrors.Fixed(fixedLength, size);
        }

        int error = WindowsFile.SetLength(backing.File, size);
        if (error != Win32Error.ERROR_SUCCESS)
        {
            throw WindowsErrors.Translate(error, new NativeFailure { Call = "SetEndOfFile", Path = backing.Path, Length = size, Backing = backing, ForWriting = true });
        }
    }

    /// <inheritdoc/>
    // There is no such limit.
    public void CheckFileSize(MapBacking file, long size)
    {
    }

    /// <summary>Makes a file longer, unless others have made it as long meanwhile.</summary>
    private static int Lengthen(MapBacking backing, long size)
    {
        if (backing.SharesPosition)
        {
            return WindowsFile.SetLength(backing.File, size);
        }

        using GrowthLock alone = new(backing.File);
        return WindowsFile.Length(backing.File) >= size ? Win32Error.ERROR_SUCCESS : WindowsFile.SetLength(backing.File, size);
    }

    /// <summary>Whether somebody has written into a new part of a file. More than is worth reading counts as that.</summary>
    private bool IsWritten(MapBacking backing, MapRange range)
    {
        byte[] buffer = new byte[1024 * 1024];
        long read = 0;
        for (MapRange rest = range; rest.Length > 0;)
        {
            DataRun run = FirstRun(backing.File, rest);
            MapRange part = run.IsHole ? run.Range : run.Range.First(buffer.Length);
            if (!run.IsHole)
            {
                Span<byte> bytes = buffer.AsSpan(0, (int)part.Length);
                int got = FileIo.Read(backing.File, part.Offset, bytes, new NativeFailure { Call = "ReadFile", Path = backing.Path });
                read += got;
                if (read > MostToRead || bytes[..got].IndexOfAnyExcept((byte)0) >= 0)
                {
                    return true;
                }
            }

            rest = rest.From(part.End);
        }

        return false;
    }
}
