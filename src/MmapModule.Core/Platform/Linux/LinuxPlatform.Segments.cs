using System;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Limits;
using MmapModule.Platform.Linux.Proc;

namespace MmapModule.Platform.Linux;

/// <content>System V segments.</content>
internal sealed partial class LinuxPlatform
{
    private nint Attach(MapRequest request, int id)
    {
        MapCountGuard.Take(1);
        int flags = (request.Protection.HasFlag(MapProtection.Write) ? 0 : IpcConstants.SHM_RDONLY)
            | (request.Protection.HasFlag(MapProtection.Execute) ? IpcConstants.SHM_EXEC : 0);
        nint address = Libc.shmat(id, 0, flags);
        if (address == MMapConstants.MAP_FAILED && LastErrno() == Errno.ENOMEM && ForgottenMaps.Release())
        {
            address = Libc.shmat(id, 0, flags);
        }

        if (address == MMapConstants.MAP_FAILED)
        {
            int refused = LastErrno();
            throw refused == Errno.ENOMEM
                ? Failure(refused, new NativeFailure { Call = "shmat", Length = request.Length, Request = request })
                : SystemVErrors.Translate(refused, "shmat", SystemVTarget.Segment(null, id));
        }

        try
        {
            CheckAttached(request, id, address);
            if (request.Protection == MapProtection.None && Libc.mprotect(address, (nuint)request.Length, MMapConstants.PROT_NONE) != 0)
            {
                throw Failure(LastErrno(), new NativeFailure { Call = "mprotect", Length = request.Length, Request = request });
            }
        }
        catch
        {
            _ = Libc.shmdt(address);
            throw;
        }

        return request.Address == 0 ? Checked(request, address) : MoveAttached(request, address);
    }

    /// <summary>The kernel maps as much as the segment has now, which is something else than its size if somebody has changed that from outside.</summary>
    private static void CheckAttached(MapRequest request, int id, nint address)
    {
        // The mapping that begins there is the segment.
        long mapped = PagePermissions.Read(address, long.MaxValue) is [{ Range: { Offset: 0, Length: var length } }, ..] ? length : 0;
        if (mapped != request.Length)
        {
            throw SegmentCallErrors.OtherLength(id, request.Length, mapped);
        }
    }

    /// <summary>
    /// Moves a segment to where the user wants it. It is not attached there at once: shmat would map over whatever follows if
    /// the segment was made longer from outside.
    /// </summary>
    private nint MoveAttached(MapRequest request, nint address)
    {
        nint place;
        try
        {
            place = Map(new MapRequest
            {
                Length = request.Length,
                Protection = MapProtection.None,
                IsPrivate = true,
                Flags = request.Flags & (MapFlags.Fixed | MapFlags.FixedNoReplace),
                Address = request.Address,
                Replace = request.Replace,
            });
        }
        catch
        {
            _ = Libc.shmdt(address);
            throw;
        }

        nuint length = (nuint)request.Length;
        if (Libc.mremap(address, length, length, MMapConstants.MREMAP_MAYMOVE | MMapConstants.MREMAP_FIXED, place) != MMapConstants.MAP_FAILED)
        {
            return Checked(request, place);
        }

        MmapException error = Failure(LastErrno(), new NativeFailure { Call = "mremap", Length = request.Length, Request = request });
        error.HasUnmapped = request.Replace;
        _ = Libc.shmdt(address);
        Release(place, request.Length, null);
        throw error;
    }

    /// <summary>Locks and populates, if that is wanted.</summary>
    private nint Checked(MapRequest request, nint address)
    {
        int errno = Verify(request, address);
        if (errno == 0)
        {
            return address;
        }

        Release(address, request.Length, null);
        bool isLocked = request.Flags.HasFlag(MapFlags.Locked);
        MmapException error = Failure(errno, new NativeFailure { Call = isLocked ? "mlock" : "madvise", Length = request.Length, Request = request });
        error.HasUnmapped = request.Replace;
        throw error;
    }
}
