using System;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Files;

namespace MmapModule.Platform.Linux;

/// <content>Making files longer, and undoing that, without harm to whoever uses the file at the same time.</content>
internal sealed partial class LinuxPlatform
{
    private const long MostToRead = 16L * 1024 * 1024;

    /// <inheritdoc/>
    public void Grow(MapBacking backing, long size, Allocation allocation, ByteProgress? progress, CancellationToken cancellation)
    {
        bool sparse = allocation is Allocation.None;
        NativeFailure failure = new() { Call = sparse ? "ftruncate" : "fallocate", Path = backing.Path, Length = size, Backing = backing, ForWriting = true };
        if (backing.Type != BackingType.RegularFile)
        {
            throw Failure(Errno.EINVAL, failure);
        }

        if (!backing.IsWritable)
        {
            throw Failure(Errno.EACCES, failure);
        }

        using HeldDescriptor held = new(backing.File);
        long old = GetLength(backing);
        if (size <= old)
        {
            // Somebody else has made it longer meanwhile.
            return;
        }

        CheckFileSizeLimit(backing, size, failure);
        long asked = old;
        try
        {
            int errno = sparse ? Extend(backing, size, ref asked) : Allocate(backing, old, size, ref asked, progress, cancellation);
            if (errno is Errno.EOPNOTSUPP or Errno.ENOSYS or Errno.EPERM && allocation is Allocation.Wanted)
            {
                // If the file itself forbids it, ftruncate says so too.
                errno = Extend(backing, size, ref asked);
            }
            else if (errno is Errno.EOPNOTSUPP or Errno.ENOSYS && !sparse)
            {
                throw MappingErrors.NoAllocation(failure.Subject, backing.Path);
            }

            if (errno != 0)
            {
                throw Failure(errno, failure);
            }
        }
        catch (MmapException error)
        {
            // Give back what a failed allocation has taken.
            throw UndoErrors.With(error, UndoGrowth(backing, asked, old));
        }
        catch
        {
            _ = UndoGrowth(backing, asked, old);
            throw;
        }
    }

    /// <inheritdoc/>
    public string? UndoGrowth(MapBacking backing, long made, long old)
    {
        if (made <= old)
        {
            return null;
        }

        using HeldDescriptor held = new(backing.File);
        string? left = null;

        // While nobody else can open the file, nobody can write between the check and the truncation.
        if (!SoleUse.TryAct(backing.File, () => left = TakeBack(backing, made, old)))
        {
            left = TakeBack(backing, made, old);
        }

        return left;
    }

    private string? TakeBack(MapBacking backing, long made, long old) =>
        GrowthUndo.TakeBack(backing, GetLength(backing), made, old, added => HasBytes(backing, added), () => Truncate(backing.File, old) == 0);

    /// <summary>Whether somebody has written into a new part of a file. Much of it that has to be read counts as that.</summary>
    private bool HasBytes(MapBacking backing, MapRange range)
    {
        if (!backing.IsCoherent)
        {
            // Devices of zeros and file systems that cannot tell: the length has to do.
            return false;
        }

        byte[] buffer = new byte[64 * 1024];
        long read = 0;
        long position = backing.SharesPosition ? Libc.lseek(backing.File, 0, FileConstants.SEEK_CUR) : -1;
        try
        {
            for (MapRange rest = range; rest.Length > 0;)
            {
                DataRun run = FirstRun(backing.File, rest);
                MapRange part = run.IsHole ? run.Range : run.Range.First(buffer.Length);
                Span<byte> bytes = run.IsHole ? default : buffer.AsSpan(0, (int)part.Length);
                int got = run.IsHole ? 0 : Cache.Read(backing, part.Offset, bytes);
                read += got;
                if (read > MostToRead || bytes[..got].IndexOfAnyExcept((byte)0) >= 0)
                {
                    return true;
                }

                rest = rest.From(part.End);
            }
        }
        finally
        {
            if (position >= 0)
            {
                _ = Libc.lseek(backing.File, position, FileConstants.SEEK_SET);
            }
        }

        return false;
    }

    /// <summary>Makes a file longer without blocks for it, and never shorter, whatever others do meanwhile.</summary>
    private int Extend(MapBacking backing, long size, ref long asked)
    {
        asked = size;
        SafeFileHandle file = backing.File;
        int errno = 0;

        // ftruncate would cut off what somebody else appends between the check and the call, unless nobody else has the file open.
        if (SoleUse.TryAct(file, () => errno = GetLength(backing) < size ? Truncate(file, size) : 0))
        {
            return errno;
        }

        bool isNewMemory = LinuxFile.TryStat(file, out FileStatus status) == 0 && status is { LinkCount: 0, Size: 0 };
        if (!isNewMemory && LinuxFile.HugePageSize(file) == 0)
        {
            // Allocating the last byte never makes a file shorter.
            for (int attempt = 1; attempt <= Interrupted.Attempts; attempt++)
            {
                errno = Libc.fallocate(file, 0, size - 1, 1) == 0 ? 0 : LastErrno();
                if (errno != Errno.EINTR)
                {
                    break;
                }
            }

            // EPERM may come from a sandbox; if the file itself forbids it, ftruncate says so too.
            if (errno is not (Errno.EOPNOTSUPP or Errno.ENOSYS or Errno.EPERM or Errno.ENOSPC or Errno.EDQUOT))
            {
                return errno;
            }
        }

        return GetLength(backing) < size ? Truncate(file, size) : 0;
    }

    private static int Truncate(SafeFileHandle file, long size)
    {
        for (int attempt = 1; Libc.ftruncate(file, size) != 0; attempt++)
        {
            int errno = LastErrno();
            if (errno != Errno.EINTR || attempt == Interrupted.Attempts)
            {
                return errno;
            }
        }

        return 0;
    }

    private static int Allocate(MapBacking backing, long from, long to, ref long asked, ByteProgress? progress, CancellationToken cancellation)
    {
        bool isMemory = FileSystems.IsMemory(LinuxFile.FileSystemType(backing.File));
        if (LinuxFile.HugePageSize(backing.File) == 0 && !IsUnlimited(backing) && to - from > LinuxFile.FreeBytesForRoot(backing.File))
        {
            // Trying would fill the file system up before it failed.
            return Errno.ENOSPC;
        }

        long position = from;
        int attempts = 0;
        while (position < to)
        {
            cancellation.ThrowIfCancellationRequested();
            long step = Math.Min(GrowStep, to - position);
            if (isMemory && !HasMemoryFor(position == from ? to - from : step))
            {
                return Errno.ENOMEM;
            }

            asked = position + step;
            if (Libc.fallocate(backing.File, 0, position, step) == 0)
            {
                position += step;
                attempts = 0;
                progress?.Invoke(position - from, to - from);
                continue;
            }

            int errno = LastErrno();
            if (errno != Errno.EINTR || ++attempts == Interrupted.Attempts)
            {
                return errno;
            }
        }

        return 0;
    }
}
