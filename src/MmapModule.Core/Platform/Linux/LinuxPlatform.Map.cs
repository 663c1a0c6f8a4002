using System;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Files;
using MmapModule.Platform.Linux.Limits;

namespace MmapModule.Platform.Linux;

/// <content>mmap, munmap and msync.</content>
internal sealed partial class LinuxPlatform
{
    /// <inheritdoc/>
    public void CheckMappable(MapBacking backing)
    {
        // Files below /proc claim to be empty. An ordinary empty file can be mapped, only not read.
        long size = Math.Max(PageSize, backing.PageSize);
        nint address = Map(new MapRequest { Backing = backing, Length = size, Protection = MapProtection.Read, IsPrivate = true });
        Release(address, size, backing);
    }

    /// <inheritdoc/>
    public nint Map(MapRequest request)
    {
        if (request.SegmentId is { } segment)
        {
            return Attach(request, segment);
        }

        SafeFileHandle file = request.Backing?.File ?? LinuxFile.None;
        int flags = LinuxFlags.Map(request);
        NativeFailure failure = new()
        {
            Call = "mmap",
            Path = request.Backing?.Path,
            Offset = request.FileOffset,
            Length = request.Length,
            Backing = request.Backing,
            Request = request,
        };

        bool isBound = (flags & (MMapConstants.MAP_FIXED | MMapConstants.MAP_FIXED_NOREPLACE)) != 0;
        if (isBound && request.Address < (ulong)LinuxLimits.MinimumAddress())
        {
            throw Failure(Errno.EPERM, failure);
        }

        MapCountGuard.Take(request.Replace ? 1 + MapCountGuard.Split : 1);
        nint address = Libc.mmap((nint)request.Address, (nuint)request.Length, LinuxFlags.Protection(request.Protection), flags, file, request.FileOffset);
        if (address == MMapConstants.MAP_FAILED && !request.Replace && LastErrno() is Errno.ENOMEM or Errno.EAGAIN && ForgottenMaps.Release())
        {
            address = Libc.mmap((nint)request.Address, (nuint)request.Length, LinuxFlags.Protection(request.Protection), flags, file, request.FileOffset);
        }

        if (address == MMapConstants.MAP_FAILED)
        {
            // For lack of memory mmap can fail when it has unmapped the old pages already.
            int refused = LastErrno();
            MmapException error = Failure(refused, failure);
            error.HasUnmapped = request.Replace && refused == Errno.ENOMEM;
            throw error;
        }

        if (isBound && (ulong)address != request.Address)
        {
            // A kernel before 4.17 takes FIXED_NOREPLACE for a hint.
            Release(address, request.Length, request.Backing);
            throw Failure(Errno.EEXIST, failure);
        }

        int errno = Verify(request, address);
        if (errno != 0)
        {
            bool isLocked = request.Flags.HasFlag(MapFlags.Locked);
            Release(address, request.Length, request.Backing);

            // For mlock a page that cannot be read in is the same error as the limit.
            bool isFault = errno == Errno.EFAULT
                || (errno == Errno.ENOMEM && isLocked && request.Backing is not null && !MemoryErrors.IsOverLockLimit(request.Length));
            MmapException error = isFault ? ExplainPopulation(request) : Failure(errno, failure with { Call = isLocked ? "mlock" : "mmap" });
            error.HasUnmapped = request.Replace;
            throw error;
        }

        return address;
    }

    /// <inheritdoc/>
    public void Release(nint address, long length, MapBacking? backing) => UnmapPart(address, length, backing, 0, isWhole: true);

    /// <inheritdoc/>
    public void UnmapPart(nint address, long length, MapBacking? backing, long offset, bool isWhole = false)
    {
        if (!isWhole)
        {
            MapCountGuard.Take(MapCountGuard.Split);
        }

        if (Libc.munmap(address, (nuint)length) != 0)
        {
            throw Failure(LastErrno(), new NativeFailure { Call = "munmap", Path = backing?.Path, Offset = offset, Length = length });
        }
    }

    /// <inheritdoc/>
    public void Sync(nint address, long length, bool invalidate, MapBacking? backing, long offset)
    {
        int flags = MMapConstants.MS_SYNC | (invalidate ? MMapConstants.MS_INVALIDATE : 0);
        for (int attempt = 1; Libc.msync(address, (nuint)length, flags) != 0; attempt++)
        {
            // Some file systems (FUSE, NFS) let a signal interrupt the writing.
            if (LastErrno() != Errno.EINTR || attempt == Interrupted.Attempts)
            {
                throw Failure(LastErrno(), new NativeFailure { Call = "msync", Path = backing?.Path, Backing = backing, Offset = offset, Length = length, ForWriting = true });
            }
        }
    }

    /// <inheritdoc/>
    public void StartWriteback(MapBacking backing, long fileOffset, long length) =>
        SyncFileRange(backing, fileOffset, length, FileConstants.SYNC_FILE_RANGE_WRITE);

    /// <inheritdoc/>
    public void WriteBack(MapBacking backing, long fileOffset, long length) =>
        SyncFileRange(
            backing,
            fileOffset,
            length,
            FileConstants.SYNC_FILE_RANGE_WAIT_BEFORE | FileConstants.SYNC_FILE_RANGE_WRITE | FileConstants.SYNC_FILE_RANGE_WAIT_AFTER);

    /// <inheritdoc/>
    public bool IsMapped(nint address, long length) =>
        Libc.msync(address, (nuint)length, MMapConstants.MS_ASYNC) == 0 || LastErrno() != Errno.ENOMEM;

    /// <inheritdoc/>
    public void FlushFile(MapBacking backing)
    {
        NativeFailure failure = new() { Call = "fsync", Path = backing.Path, Backing = backing, ForWriting = true };
        for (int attempt = 1; Libc.fsync(backing.File) != 0; attempt++)
        {
            if (LastErrno() != Errno.EINTR || attempt == Interrupted.Attempts)
            {
                throw Failure(LastErrno(), failure);
            }
        }

        if (backing.IsCreated && System.IO.Path.GetDirectoryName(backing.Path) is { Length: > 0 } folder)
        {
            FlushFolder(folder, failure);
        }
    }

    /// <inheritdoc/>
    // The length is looked at after the seal: it may have been truncated before.
    public long KeptLength(MapBacking backing) =>
        backing.Type == BackingType.RegularFile && LinuxFile.Seals(backing.File).HasFlag(MapSeals.Shrink) ? GetLength(backing) : 0;

    private static void FlushFolder(string folder, NativeFailure failure)
    {
        SafeFileHandle directory;
        try
        {
            directory = OpenForReading(folder);
        }
        catch (MmapException error) when (error.Kind is MmapErrorKind.PathNotFound or MmapErrorKind.AccessDenied)
        {
            // A folder that is gone has no entry to lose; one that may not be read is in the hands of its owner.
            return;
        }

        using (directory)
        {
            for (int attempt = 1; Libc.fsync(directory) != 0 && LastErrno() != Errno.EINVAL; attempt++)
            {
                if (LastErrno() != Errno.EINTR || attempt == Interrupted.Attempts)
                {
                    throw Failure(LastErrno(), failure with { Path = folder });
                }
            }
        }
    }

    private static void SyncFileRange(MapBacking backing, long fileOffset, long length, uint flags)
    {
        for (int attempt = 1; Libc.sync_file_range(backing.File, fileOffset, length, flags) != 0; attempt++)
        {
            if (LastErrno() != Errno.EINTR || attempt == Interrupted.Attempts)
            {
                throw Failure(LastErrno(), new NativeFailure { Call = "sync_file_range", Path = backing.Path, Backing = backing, Offset = fileOffset, Length = length, ForWriting = true });
            }
        }
    }

    /// <summary>Finds the first page that could not be populated, and why.</summary>
    private MmapException ExplainPopulation(MapRequest request) => ExplainFault(new FaultContext
    {
        Backing = request.Backing,
        FileOffset = request.FileOffset,
        Requested = request.Length,
        IsWrite = request.Protection.HasFlag(MapProtection.Write),
        IsPrivate = request.IsPrivate,
        Protection = request.Protection,
        Flags = request.Flags,
        NativeCall = "madvise",
    });

    /// <summary>mmap hides errors of MAP_LOCKED and MAP_POPULATE, so both are done once more in a way that tells.</summary>
    private static int Verify(MapRequest request, nint address)
    {
        // Pages without access cannot be read in, which is all that mlock would complain about.
        if (request.Flags.HasFlag(MapFlags.Locked) && request.Protection != MapProtection.None && Libc.mlock(address, (nuint)request.Length) != 0)
        {
            return LastErrno();
        }

        // NonBlock cancels the population, see mmap(2); a map without access has nothing to populate.
        if (!request.Flags.HasFlag(MapFlags.Populate) || request.Flags.HasFlag(MapFlags.NonBlock) || request.Protection == MapProtection.None)
        {
            return 0;
        }

        int advice = request.Protection.HasFlag(MapProtection.Write) && request.IsPrivate
            ? MMapConstants.MADV_POPULATE_WRITE
            : MMapConstants.MADV_POPULATE_READ;
        int errno = Libc.madvise(address, (nuint)request.Length, advice) == 0 ? 0 : LastErrno();

        // EINVAL: a kernel before 5.14 cannot tell.
        return errno == Errno.EINVAL ? 0 : errno;
    }
}
