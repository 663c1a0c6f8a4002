using System;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;

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
        nint done = 0;
        while (done < count)
        {
            nint put = Libc.pwrite(file, bytes + done, (nuint)(count - done), position + done);
            if (put > 0)
            {
                done += put;
            }
            else if (LastErrno() != Errno.EINTR)
            {
                throw Failure(LastErrno(), failure with { Transferred = done });
            }
        }

        return position + count;
    }
}
