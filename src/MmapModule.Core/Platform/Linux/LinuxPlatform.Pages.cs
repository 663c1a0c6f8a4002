using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux;

/// <content>mprotect, mseal, madvise, mlock and mremap.</content>
internal sealed partial class LinuxPlatform
{
    /// <inheritdoc/>
    public void Protect(nint address, long length, MapRequest wanted, long offset)
    {
        MapCountGuard.Take();
        if (Libc.mprotect(address, (nuint)length, LinuxFlags.Protection(wanted.Protection)) != 0)
        {
            throw Failure(LastErrno(), Describe("mprotect", wanted, offset, length));
        }
    }

    /// <inheritdoc/>
    public void SealPages(nint address, long length, string? path, long offset)
    {
        if (Libc.syscall(SyscallNumbers.MSeal, address, (nint)length, 0, 0) != 0)
        {
            throw Failure(LastErrno(), new NativeFailure { Call = "mseal", Path = path, Offset = offset, Length = length });
        }
    }

    /// <inheritdoc/>
    public void Advise(nint address, long length, MapAdvice advice, MapRequest map, FaultContext range)
    {
        MapCountGuard.Take();
        if (Libc.madvise(address, (nuint)length, (int)advice) == 0)
        {
            return;
        }

        int errno = LastErrno();
        if (errno == Errno.EFAULT)
        {
            throw ExplainFault(range with { IsWrite = advice == MapAdvice.PopulateWrite });
        }

        throw errno == Errno.EINVAL
            ? AdviceErrors.NotAccepted(advice, map, range.MapOffset, range.Requested)
            : Failure(errno, Describe("madvise", map, range.MapOffset, range.Requested));
    }

    /// <inheritdoc/>
    public void Lock(nint address, long length, bool onFault, string? path, long offset)
    {
        int result = onFault
            ? Libc.mlock2(address, (nuint)length, MMapConstants.MLOCK_ONFAULT)
            : Libc.mlock(address, (nuint)length);
        if (result != 0)
        {
            throw Failure(LastErrno(), new NativeFailure { Call = onFault ? "mlock2" : "mlock", Path = path, Offset = offset, Length = length });
        }
    }

    /// <inheritdoc/>
    public System.Collections.Generic.IReadOnlyList<MapRange> PrivatePages(nint address, long length) => PageMap.PrivatePages(address, length);

    /// <inheritdoc/>
    public void Unlock(nint address, long length, string? path, long offset)
    {
        if (Libc.munlock(address, (nuint)length) != 0)
        {
            throw Failure(LastErrno(), new NativeFailure { Call = "munlock", Path = path, Offset = offset, Length = length });
        }
    }

    /// <inheritdoc/>
    public nint Remap(nint address, long oldLength, long newLength, bool noMove, MapRequest map)
    {
        nint moved = Libc.mremap(address, (nuint)oldLength, (nuint)newLength, noMove ? 0 : MMapConstants.MREMAP_MAYMOVE, 0);
        return moved != MMapConstants.MAP_FAILED
            ? moved
            : throw Failure(LastErrno(), Describe("mremap", map, 0, newLength));
    }

    /// <inheritdoc/>
    public void Shrink(MapBacking backing, long size)
    {
        int errno = Truncate(Descriptor(backing), size);
        if (errno != 0)
        {
            throw Failure(errno, new NativeFailure { Call = "ftruncate", Path = backing.Path, Length = size, Backing = backing, ForWriting = true });
        }
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
