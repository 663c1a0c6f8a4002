using System;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.MacOS;
using MmapModule.Platform.MacOS.Errors;
using MmapModule.Platform.MacOS.Files;
using MmapModule.Platform.MacOS.Limits;

namespace MmapModule.Platform.MacOS;

/// <content>The length of files.</content>
internal sealed partial class MacOSPlatform
{
    /// <summary>A new part that holds more data than this counts as used by somebody: it is not read to the end.</summary>
    private const long MostToRead = 16L * 1024 * 1024;

    /// <inheritdoc/>
    public void Grow(MapBacking backing, long size, Allocation allocation, ByteProgress? progress, CancellationToken cancellation)
    {
        NativeFailure failure = new() { Call = "ftruncate", Path = backing.Path, Length = size, Backing = backing, ForWriting = true };
        long old = GetLength(backing);
        if (size <= old)
        {
            // Somebody else has made it longer meanwhile.
            return;
        }

        CheckResizable(backing, old, size, failure);
        using HeldFile held = new(backing.File);
        FileSizeLimit.Check(size, failure);
        int errno = allocation is Allocation.None ? 0 : Allocate(backing.File, size - old);
        if (errno is Errno.ENOTSUP or Errno.EOPNOTSUPP or Errno.ENOTTY or Errno.EINVAL && allocation is Allocation.Wanted)
        {
            errno = 0;
        }
        else if (errno is Errno.ENOTSUP or Errno.EOPNOTSUPP or Errno.ENOTTY or Errno.EINVAL)
        {
            throw MappingErrors.NoAllocation(failure.Subject, backing.Path);
        }

        if (errno != 0)
        {
            throw Failure(errno, failure with { Call = "fcntl(F_PREALLOCATE)", Length = size - old });
        }

        // What others have appended meanwhile must not be cut off.
        errno = GetLength(backing) < size ? Truncate(backing.File, size) : 0;
        if (errno != 0)
        {
            throw Failure(errno, failure);
        }
    }

    /// <inheritdoc/>
    public string? UndoGrowth(MapBacking backing, long made, long old)
    {
        if (made <= old || backing.MemoryLength is not null)
        {
            return null;
        }

        using HeldFile held = new(backing.File);
        return GrowthUndo.TakeBack(backing, GetLength(backing), made, old, added => HasBytes(backing, added), () => Truncate(backing.File, old) == 0);
    }

    /// <inheritdoc/>
    public void Shrink(MapBacking backing, long size)
    {
        NativeFailure failure = new() { Call = "ftruncate", Path = backing.Path, Length = size, Backing = backing, ForWriting = true };
        CheckResizable(backing, GetLength(backing), size, failure);
        int errno = Truncate(backing.File, size);
        if (errno != 0)
        {
            throw Failure(errno, failure);
        }
    }

    /// <inheritdoc/>
    public void CheckFileSize(MapBacking file, long size)
    {
        if (file.Type == BackingType.RegularFile)
        {
            FileSizeLimit.Check(size, new NativeFailure { Call = "pwrite", Path = file.Path, Length = size, Backing = file, ForWriting = true });
        }
    }

    private static void CheckResizable(MapBacking backing, long old, long size, NativeFailure failure)
    {
        if (backing.MemoryLength is not null)
        {
            throw SharedMemoryErrors.FixedSize(old, size);
        }

        if (backing.Type != BackingType.RegularFile)
        {
            throw Failure(Errno.EINVAL, failure);
        }

        if (!backing.IsWritable)
        {
            throw Failure(Errno.EACCES, failure);
        }
    }

    /// <summary>Takes blocks past the end of a file, which keeps its length; the error number, or 0.</summary>
    // SAFETY: the structure is a local variable.
    private static unsafe int Allocate(SafeFileHandle file, long length)
    {
        FStore wanted = new()
        {
            fst_flags = FileConstants.F_ALLOCATEALL,
            fst_posmode = FileConstants.F_PEOFPOSMODE,
            fst_length = length,
        };
        return SystemCalls.Fcntl(file, FileConstants.F_PREALLOCATE, (nint)(&wanted)) == 0 ? 0 : LastErrno();
    }

    /// <summary>Sets the length of a file; the error number, or 0.</summary>
    internal static int Truncate(SafeFileHandle file, long size)
    {
        for (int attempt = 1; LibSystem.ftruncate(file, size) != 0; attempt++)
        {
            int errno = LastErrno();
            if (errno != Errno.EINTR || attempt == Interrupted.Attempts)
            {
                return errno;
            }
        }

        return 0;
    }

    /// <summary>Whether somebody has written into a new part of a file. Much of it that has to be read counts as that.</summary>
    private bool HasBytes(MapBacking backing, MapRange range)
    {
        byte[] buffer = new byte[64 * 1024];
        for (long done = 0; done < range.Length; done += buffer.Length)
        {
            MapRange part = range.From(range.Offset + done).First(buffer.Length);
            int got = Cache.Read(backing, part.Offset, buffer.AsSpan(0, (int)part.Length));
            if (done >= MostToRead || buffer.AsSpan(0, got).IndexOfAnyExcept((byte)0) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
