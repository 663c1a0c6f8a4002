using System;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.MacOS;
using MmapModule.Platform.MacOS.Errors;
using MmapModule.Platform.MacOS.Files;
using MmapModule.Platform.MacOS.Limits;

namespace MmapModule.Platform.MacOS;

/// <content>Writing to files, and writing changes to their device.</content>
internal sealed partial class MacOSPlatform
{
    /// <summary>What is read ahead of a map at a time: larger pieces are asked for as a whole, so any will do.</summary>
    private const long UsualWindow = 1024 * 1024;

    /// <inheritdoc/>
    // SAFETY: the bytes stay pinned during the call.
    public unsafe void WriteFile(MapBacking file, long offset, ReadOnlySpan<byte> bytes)
    {
        NativeFailure failure = new() { Call = "pwrite", Path = file.Path, Backing = file, Offset = offset, Length = bytes.Length, ForWriting = true };
        fixed (byte* start = bytes)
        {
            WriteAll(file.File, start, bytes.Length, offset, failure);
        }
    }

    /// <inheritdoc/>
    public void Sync(nint address, long length, bool invalidate, MapBacking? backing, long offset)
    {
        int flags = MMapConstants.MS_SYNC | (invalidate ? MMapConstants.MS_INVALIDATE : 0);
        for (int attempt = 1; LibSystem.msync(address, (nuint)length, flags) != 0; attempt++)
        {
            if (LastErrno() != Errno.EINTR || attempt == Interrupted.Attempts)
            {
                throw Failure(LastErrno(), new NativeFailure { Call = "msync", Path = backing?.Path, Backing = backing, Offset = offset, Length = length, ForWriting = true });
            }
        }
    }

    /// <inheritdoc/>
    // Only msync knows the changed pages of maps, and it needs their addresses; fsync may leave them out.
    public void StartWriteback(MapBacking backing, long fileOffset, long length) =>
        throw MapPlatform.NotSupported("Starting to write changes back without waiting", "Sync and wait for it.");

    /// <inheritdoc/>
    public void WriteBack(MapBacking backing, long fileOffset, long length) =>
        Flush(backing.File, new NativeFailure { Call = "fsync", Path = backing.Path, Backing = backing, Offset = fileOffset, Length = length, ForWriting = true });

    /// <inheritdoc/>
    // fsync leaves the data in the cache of the device. Where F_FULLFSYNC does not exist, as on servers, fsync is all there is.
    public void FlushFile(MapBacking backing)
    {
        if (backing.MemoryLength is not null)
        {
            return;
        }

        NativeFailure failure = new() { Call = "fcntl(F_FULLFSYNC)", Path = backing.Path, Backing = backing, ForWriting = true };
        using HeldFile held = new(backing.File);
        for (int attempt = 1; SystemCalls.Fcntl(backing.File, FileConstants.F_FULLFSYNC) != 0; attempt++)
        {
            int errno = LastErrno();
            if (errno is Errno.ENOTSUP or Errno.EOPNOTSUPP or Errno.ENOTTY or Errno.EINVAL)
            {
                Flush(backing.File, failure with { Call = "fsync" });
                break;
            }

            if (errno != Errno.EINTR || attempt == Interrupted.Attempts)
            {
                throw Failure(errno, failure);
            }
        }

        if (backing is { IsCreated: true, Path: { } path } && System.IO.Path.GetDirectoryName(path) is { Length: > 0 } folder)
        {
            FlushFolder(folder, failure with { Call = "fsync", Path = folder });
        }
    }

    /// <inheritdoc/>
    public string? CallOf(FileStep step) => step switch
    {
        FileStep.PunchHole => "fcntl(F_PUNCHHOLE)",
        FileStep.StartWriteback => null,
        _ => "msync",
    };

    /// <inheritdoc/>
    public long ReadAheadWindow(MapBacking file) => UsualWindow;

    // SAFETY: the caller has pinned the buffer.
    private static unsafe void WriteAll(SafeFileHandle file, byte* bytes, nint count, long position, NativeFailure failure)
    {
        if (failure.Backing is null or { Type: BackingType.RegularFile })
        {
            FileSizeLimit.Check(position + count, failure);
        }

        nint done = 0;
        int attempts = 0;
        while (done < count)
        {
            nint put = LibSystem.pwrite(file, bytes + done, (nuint)(count - done), position + done);
            if (put > 0)
            {
                done += put;
                attempts = 0;
                continue;
            }

            // Nothing written and no error: a device at its end, which would go on forever.
            int errno = put == 0 ? Errno.ENOSPC : LastErrno();
            if (errno != Errno.EINTR || ++attempts == Interrupted.Attempts)
            {
                throw Failure(errno, failure with { Transferred = done });
            }
        }
    }

    private static void Flush(SafeFileHandle file, NativeFailure failure)
    {
        for (int attempt = 1; LibSystem.fsync(file) != 0; attempt++)
        {
            if (LastErrno() != Errno.EINTR || attempt == Interrupted.Attempts)
            {
                throw Failure(LastErrno(), failure);
            }
        }
    }

    private static void FlushFolder(string folder, NativeFailure failure)
    {
        int descriptor = OpenNative(folder, OpenQuietly | FileConstants.O_RDONLY, 0);
        if (descriptor < 0)
        {
            // A folder that is gone has no entry to lose; one that may not be read is in the hands of its owner.
            return;
        }

        using SafeFileHandle directory = new(descriptor, ownsHandle: true);
        Flush(directory, failure);
    }
}
