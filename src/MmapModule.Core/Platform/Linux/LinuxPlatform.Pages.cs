using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Files;
using MmapModule.Platform.Linux.Limits;
using MmapModule.Platform.Linux.Proc;

namespace MmapModule.Platform.Linux;

/// <content>mprotect, mseal, madvise, mlock and mremap.</content>
internal sealed partial class LinuxPlatform
{
    /// <summary>How often a range is locked whose pages cannot be read in one moment and can in the next.</summary>
    private const int LockAttempts = 3;

    /// <inheritdoc/>
    public void Protect(nint address, long length, MapRequest wanted, long offset)
    {
        MapCountGuard.Take(MapCountGuard.Split);
        if (Libc.mprotect(address, (nuint)length, LinuxFlags.Protection(wanted.Protection)) != 0)
        {
            throw Failure(LastErrno(), Describe("mprotect", wanted, offset, length));
        }
    }

    /// <inheritdoc/>
    public void SealPages(nint address, long length, string? path, long offset)
    {
        MapCountGuard.Take(MapCountGuard.Split);
        if (!SeccompFilter.MayTry)
        {
            throw AdviceErrors.SealNotTried(path);
        }

        if (Libc.syscall(SyscallNumbers.MSeal, address, (nint)length, 0, 0) != 0)
        {
            throw Failure(LastErrno(), new NativeFailure { Call = "mseal", Path = path, Offset = offset, Length = length });
        }

        AccessErrors.HasSealedPages = true;
    }

    /// <inheritdoc/>
    public void Advise(nint address, long length, MapAdvice advice, MapRequest map, FaultContext range)
    {
        MapCountGuard.Take(MapCountGuard.Split);
        int number = LinuxFlags.Advice(advice);
        int errno = 0;
        for (int attempt = 1; Libc.madvise(address, (nuint)length, number) != 0; attempt++)
        {
            errno = LastErrno();
            bool isTransient = errno == Errno.EINTR || (errno == Errno.EAGAIN && attempt < Interrupted.ShortOfResources);
            if (!isTransient || attempt == Interrupted.Attempts)
            {
                break;
            }

            errno = 0;
        }

        if (errno == 0)
        {
            return;
        }

        throw errno == Errno.EFAULT
            ? ExplainFault(AtFault(range with { NativeCall = "madvise", IsWrite = advice == MapAdvice.PopulateWrite }))
            : AdviceErrors.Translate(errno, advice, Describe("madvise", map, range.MapOffset, range.Requested));
    }

    /// <inheritdoc/>
    public void Lock(nint address, long length, bool onFault, MapRequest map, FaultContext range)
    {
        MapCountGuard.Take(MapCountGuard.Split);

        // A file that is truncated and made longer again may be read in at the second attempt. A range that could not be read in counts as locked.
        bool isOver = MemoryErrors.IsOverLockLimit(length);
        int errno = 0;
        for (int attempt = 0; attempt < LockAttempts; attempt++)
        {
            errno = TryLock(address, length, onFault);
            if (errno == 0)
            {
                return;
            }

            // mlock says ENOMEM for the limit, and for pages that cannot be read in. Then it has marked the range as locked all the same.
            bool mayWork = errno == Errno.ENOMEM && !onFault && !isOver;
            bool isBad = errno == Errno.ENOMEM && !onFault && IsBad(address, length);
            if (isBad || (mayWork && attempt == LockAttempts - 1))
            {
                _ = Libc.munlock(address, (nuint)length);
                throw ExplainFault(AtFault(range with { NativeCall = "mlock" }));
            }

            if (!mayWork)
            {
                break;
            }
        }

        // Locked memory of maps that are forgotten counts too.
        if (errno is Errno.ENOMEM or Errno.EAGAIN && ForgottenMaps.Release() && TryLock(address, length, onFault) == 0)
        {
            return;
        }

        throw Failure(errno, Describe(onFault ? "mlock2" : "mlock", map, range.MapOffset, range.Requested));
    }

    /// <inheritdoc/>
    public System.Collections.Generic.IReadOnlyList<MapRange> PrivatePages(nint address, long length) => PageMap.PrivatePages(address, length);

    /// <inheritdoc/>
    public void Unlock(nint address, long length, string? path, long offset)
    {
        MapCountGuard.Take(MapCountGuard.Split);
        if (Libc.munlock(address, (nuint)length) != 0)
        {
            throw Failure(LastErrno(), new NativeFailure { Call = "munlock", Path = path, Offset = offset, Length = length });
        }
    }

    /// <inheritdoc/>
    public System.Collections.Generic.IReadOnlyList<(MapRange Range, MapProtection Protection)> ReadProtections(nint address, long length) =>
        PagePermissions.Read(address, length);

    /// <inheritdoc/>
    public nint Remap(nint address, long oldLength, long newLength, bool noMove, MapRequest map)
    {
        if (newLength > oldLength)
        {
            // Shrinking needs no mapping more.
            MapCountGuard.Take(MapCountGuard.Split);
        }

        nint moved = Libc.mremap(address, (nuint)oldLength, (nuint)newLength, noMove ? 0 : MMapConstants.MREMAP_MAYMOVE, 0);
        if (moved != MMapConstants.MAP_FAILED)
        {
            return moved;
        }

        int errno = LastErrno();
        throw errno switch
        {
            Errno.EFAULT => RemapErrors.Split(map),
            Errno.ENOMEM when noMove => RemapErrors.NoRoom(map, newLength),

            // Newer kernels call a length beyond every address space EINVAL, mmap calls it ENOMEM.
            Errno.EINVAL when newLength > 1L << 47 => Failure(Errno.ENOMEM, Describe("mremap", map, 0, newLength)),
            _ => Failure(errno, Describe("mremap", map, 0, newLength)),
        };
    }

    /// <inheritdoc/>
    public bool CutsMappedFiles => true;

    /// <inheritdoc/>
    public nint RemapAround(nint address, long oldLength, long newLength, MapRequest map, System.Action cut)
    {
        cut();
        return Remap(address, oldLength, newLength, noMove: false, map);
    }

    /// <inheritdoc/>
    public void Shrink(MapBacking backing, long size)
    {
        int errno = Truncate(backing.File, size);
        if (errno != 0)
        {
            throw Failure(errno, new NativeFailure { Call = "ftruncate", Path = backing.Path, Length = size, Backing = backing, ForWriting = true });
        }
    }

    private static int TryLock(nint address, long length, bool onFault) =>
        (onFault ? SystemCalls.MLock2(address, (nuint)length, MMapConstants.MLOCK_ONFAULT) : Libc.mlock(address, (nuint)length)) == 0 ? 0 : LastErrno();

    /// <summary>Whether pages of a range cannot be read in: EFAULT for a bad page, EINVAL where the protection forbids it. A kernel before 5.14 does not tell: there the limit decides.</summary>
    private static bool IsBad(nint address, long length) =>
        FeatureProbes.Advice(MMapConstants.MADV_POPULATE_READ)
            ? Libc.madvise(address, (nuint)length, MMapConstants.MADV_POPULATE_READ) != 0 && LastErrno() is Errno.EFAULT or Errno.EINVAL
            : (ulong)(LinuxLimits.MemoryLocked() + length) <= LinuxLimits.MemoryLockLimit();

    /// <summary>The kernel does not say which page it could not read in; in a file that is too short it is the first one past the end.</summary>
    private static FaultContext AtFault(FaultContext range)
    {
        if (range.Backing is not { Type: BackingType.RegularFile } file || LinuxFile.TryStat(file.File, out FileStatus status) != 0)
        {
            return range;
        }

        long skipped = System.Math.Clamp(status.Size - range.FileOffset, 0, range.Requested);
        return skipped == range.Requested
            ? range
            : range with { FileOffset = range.FileOffset + skipped, MapOffset = range.MapOffset + skipped };
    }

    private static NativeFailure Describe(string call, MapRequest map, long offset, long length) => new()
    {
        Call = call,
        Path = map.Backing?.Path,
        Backing = map.Backing,
        Request = map,
        Offset = offset,
        Length = length,
    };
}
