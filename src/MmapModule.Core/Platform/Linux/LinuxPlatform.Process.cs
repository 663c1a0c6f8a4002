using System;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Files;
using MmapModule.Platform.Linux.Limits;

namespace MmapModule.Platform.Linux;

/// <content>Snapshots of the memory of processes.</content>
internal sealed partial class LinuxPlatform
{
    /// <inheritdoc/>
    public MapBacking CreateProcessSnapshot(int processId, ulong address, long length, ByteProgress? progress, CancellationToken cancellation)
    {
        string path = FormattableString.Invariant($"/proc/{processId}/mem");
        NativeFailure failure = new() { Call = "open", Path = path, ProcessId = processId };
        int fd = OpenNative(path, FileConstants.O_CLOEXEC | FileConstants.O_RDONLY, 0);
        using SafeFileHandle source = fd >= 0 ? new SafeFileHandle(fd, ownsHandle: true) : throw Failure(LastErrno(), failure);
        return SealedCopy(path, StatHandle(source), copy => CopyMemory(source, copy, processId, new ProcessRange(address, length), progress, cancellation));
    }

    /// <summary>Copies; pages of zeros become holes, since processes reserve much more than they use.</summary>
    // SAFETY: the buffer is pinned while the kernel uses it.
    private static unsafe void CopyMemory(SafeFileHandle source, SafeFileHandle copy, int processId, ProcessRange range, ByteProgress? progress, CancellationToken cancellation)
    {
        byte[] buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(SnapshotStep, Math.Max(range.Length, 1)));
        NativeFailure writing = new() { Call = "pwrite", Path = "/proc/" + processId + "/mem", ForWriting = true };
        FileSizeLimit.Check(range.Length, writing with { Length = range.Length });
        if (Truncate(copy, range.Length) is not 0 and var errno)
        {
            throw Failure(errno, new NativeFailure { Call = "ftruncate", Length = range.Length });
        }

        long checkedTo = 0;
        for (long done = 0; done < range.Length;)
        {
            cancellation.ThrowIfCancellationRequested();
            int got;
            fixed (byte* bytes = buffer)
            {
                got = ReadMemory(source, bytes, (int)Math.Min(buffer.Length, range.Length - done), processId, range, done);
                if (buffer.AsSpan(0, got).IndexOfAnyExcept((byte)0) >= 0)
                {
                    if (done >= checkedTo && !HasMemoryFor(Math.Min(GrowStep, range.Length - done)))
                    {
                        throw Failure(Errno.ENOMEM, new NativeFailure { Call = "memfd_create", Path = writing.Path, Length = range.Length });
                    }

                    checkedTo = Math.Max(checkedTo, done + (GrowStep / 4));
                    _ = WriteAll(copy, bytes, got, done, writing);
                }
            }

            done += got;
            progress?.Invoke(done, range.Length);
        }
    }

    /// <summary>Reads what follows; at least one byte.</summary>
    // SAFETY: the caller has pinned the buffer.
    private static unsafe int ReadMemory(SafeFileHandle source, byte* bytes, int count, int processId, ProcessRange range, long done)
    {
        for (int attempt = 1; ; attempt++)
        {
            nint got = Libc.pread(source, bytes, (nuint)count, (long)(range.Address + (ulong)done));
            if (got > 0)
            {
                return (int)got;
            }

            int errno = got == 0 ? 0 : LastErrno();
            if (errno == Errno.EINTR && attempt < Interrupted.Attempts)
            {
                continue;
            }

            throw errno switch
            {
                // The memory of a process that has ended, or runs another program now, reads as an empty file.
                0 or Errno.ESRCH => ProcessErrors.HasEnded(processId),
                Errno.EACCES or Errno.EPERM => Failure(errno, new NativeFailure { Call = "pread", ProcessId = processId }),
                _ => ProcessErrors.Unreadable(processId, range, done),
            };
        }
    }
}
