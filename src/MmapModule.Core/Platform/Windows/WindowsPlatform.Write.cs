using System;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Errors;
using MmapModule.Platform.Windows.Files;
using MmapModule.Platform.Windows.Views;

namespace MmapModule.Platform.Windows;

/// <content>Writing to files, and writing changes to their device.</content>
internal sealed partial class WindowsPlatform
{
    /// <summary>What is read ahead of a view at a time: larger pieces are asked for as a whole, so any will do.</summary>
    private const long UsualWindow = 1024 * 1024;

    /// <summary>A part that others have locked for a moment is flushed again so often.</summary>
    private const int FlushAttempts = 20;

    /// <inheritdoc/>
    public void WriteFile(MapBacking file, long offset, ReadOnlySpan<byte> bytes) =>
        FileIo.Write(file.File, offset, bytes, new NativeFailure { Call = "WriteFile", Path = file.Path, Backing = file, Offset = offset, Length = bytes.Length });

    /// <inheritdoc/>
    public void StartWriteback(MapBacking backing, long fileOffset, long length) => WriteBack(backing, fileOffset, length);

    /// <inheritdoc/>
    // Windows writes changed pages by the view through which they were changed, so all views of this process are asked.
    public void WriteBack(MapBacking backing, long fileOffset, long length)
    {
        foreach (View view in _views.Of(backing.Identity))
        {
            MapRange part = new MapRange(view.Offset, view.Length).Intersect(new MapRange(fileOffset, length));
            if (part.Length > 0)
            {
                Flush(view.Address + (nint)(part.Offset - view.Offset), part.Length, backing, part.Offset);
            }
        }
    }

    /// <inheritdoc/>
    public void Sync(nint address, long length, bool invalidate, MapBacking? backing, long offset)
    {
        if (invalidate && backing?.IsNetwork == true)
        {
            throw MapPlatform.NotSupported("Dropping cached copies of a file of another machine (Invalidate)", "Map the file again to see what others have written.");
        }

        // On one machine, maps and files show the same at every moment: there is no copy to drop.
        foreach (View view in _views.In(address, length))
        {
            if (view.IsFile && !view.IsCopyOnWrite)
            {
                long start = Math.Max(view.Address, address);
                long end = Math.Min(view.Address + view.Length, address + length);
                Flush((nint)start, end - start, backing, offset + start - address);
            }
        }
    }

    /// <inheritdoc/>
    public void FlushFile(MapBacking backing)
    {
        NativeFailure failure = new() { Call = "FlushFileBuffers", Path = backing.Path, Backing = backing, ForWriting = true };
        if (backing.MemoryLength is not null)
        {
            return;
        }

        using HeldFile held = new(backing.File);
        if (backing.IsWritable)
        {
            if (Kernel32.FlushFileBuffers(backing.File) == 0)
            {
                throw WindowsErrors.Last(failure);
            }

            return;
        }

        // The call needs the right to write, also where others have made the changes.
        nint again = Kernel32.ReOpenFile(backing.File, FileConstants.GENERIC_WRITE, FileConstants.FILE_SHARE_ALL, 0);
        using SafeFileHandle writable = again != FileConstants.INVALID_HANDLE_VALUE ? new SafeFileHandle(again, ownsHandle: true) : throw WindowsErrors.Last(failure with { Call = "ReOpenFile" });
        if (Kernel32.FlushFileBuffers(writable) == 0)
        {
            throw WindowsErrors.Last(failure);
        }
    }

    /// <inheritdoc/>
    public string? CallOf(FileStep step) => step switch
    {
        FileStep.PunchHole => "DeviceIoControl(FSCTL_SET_ZERO_DATA)",
        _ => "FlushViewOfFile",
    };

    /// <inheritdoc/>
    public long ReadAheadWindow(MapBacking file) => UsualWindow;

    private static void Flush(nint address, long length, MapBacking? backing, long offset)
    {
        for (int attempt = 1; Kernel32.FlushViewOfFile(address, (nuint)length) == 0; attempt++)
        {
            int error = System.Runtime.InteropServices.Marshal.GetLastPInvokeError();
            if (error != Win32Error.ERROR_LOCK_VIOLATION || attempt == FlushAttempts)
            {
                throw WindowsErrors.Translate(error, new NativeFailure { Call = "FlushViewOfFile", Path = backing?.Path, Backing = backing, Offset = offset, Length = length, ForWriting = true });
            }

            FileIo.WaitABit(attempt);
        }
    }
}
