using System;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Limits;

namespace MmapModule.Platform.Linux;

/// <content>Writing to files.</content>
internal sealed partial class LinuxPlatform
{
    /// <inheritdoc/>
    // SAFETY: the bytes stay pinned during the call.
    public unsafe void WriteFile(MapBacking file, long offset, ReadOnlySpan<byte> bytes)
    {
        NativeFailure failure = new() { Call = "pwrite", Path = file.Path, Backing = file, Offset = offset, Length = bytes.Length, ForWriting = true };
        fixed (byte* start = bytes)
        {
            _ = WriteAll(file.File, start, bytes.Length, offset, failure);
        }
    }

    // SAFETY: the caller has pinned the buffer.
    private static unsafe long WriteAll(SafeFileHandle file, byte* bytes, nint count, long position, NativeFailure failure)
    {
        if (failure.Backing is null or { Type: BackingType.RegularFile })
        {
            FileSizeLimit.Check(position + count, failure);
        }

        nint done = 0;
        int attempts = 0;
        while (done < count)
        {
            nint put = Libc.pwrite(file, bytes + done, (nuint)(count - done), position + done);
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

        return position + count;
    }
}
