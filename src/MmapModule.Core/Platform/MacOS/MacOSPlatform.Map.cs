using System.Collections.Generic;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.MacOS;
using MmapModule.Platform.MacOS.Access;
using MmapModule.Platform.MacOS.Errors;
using MmapModule.Platform.MacOS.Files;
using MmapModule.Platform.MacOS.Memory;

namespace MmapModule.Platform.MacOS;

/// <content>mmap, munmap, and changing the length of maps.</content>
internal sealed partial class MacOSPlatform
{
    /// <inheritdoc/>
    public void CheckMappable(MapBacking backing)
    {
        if (backing.MemoryLength is null)
        {
            nint address = Map(new MapRequest { Backing = backing, Length = PageSize, Protection = MapProtection.Read, IsPrivate = true });
            Release(address, PageSize, backing);
        }
    }

    /// <inheritdoc/>
    public nint Map(MapRequest request)
    {
        if (request.SegmentId is not null)
        {
            throw MapPlatform.NotSupported("Mapping a segment of System V", "Use a name instead.");
        }

        if (request.IsPrivate && request.Backing is { MemoryLength: not null })
        {
            throw SharedMemoryErrors.NoPrivate();
        }

        SafeFileHandle file = request.Backing?.File ?? MacOSFile.None;
        NativeFailure failure = new()
        {
            Call = "mmap",
            Path = request.Backing?.Path,
            Offset = request.FileOffset,
            Length = request.Length,
            Backing = request.Backing,
            Request = request,
        };
        nint address = LibSystem.mmap((nint)request.Address, (nuint)request.Length, MacOSFlags.Protection(request.Protection), MacOSFlags.Map(request), file, request.FileOffset);
        if (address == MMapConstants.MAP_FAILED)
        {
            int errno = LastErrno();
            MmapException error = Failure(errno, failure);
            error.HasUnmapped = request.Replace && errno == Errno.ENOMEM;
            throw error;
        }

        // There is no MAP_FIXED_NOREPLACE: without MAP_FIXED the address is a wish, which is granted if the range is free.
        bool isBound = (request.Flags & (MapFlags.Fixed | MapFlags.FixedNoReplace)) != 0;
        if (isBound && (ulong)address != request.Address)
        {
            Release(address, request.Length, request.Backing);
            throw Failure(Errno.EEXIST, failure);
        }

        try
        {
            Populate(request, address);
            return address;
        }
        catch (MmapException error)
        {
            Release(address, request.Length, request.Backing);
            error.HasUnmapped = request.Replace;
            throw;
        }
    }

    /// <inheritdoc/>
    public void Release(nint address, long length, MapBacking? backing) => UnmapPart(address, length, backing, 0, isWhole: true);

    /// <inheritdoc/>
    public void UnmapPart(nint address, long length, MapBacking? backing, long offset, bool isWhole = false)
    {
        if (LibSystem.munmap(address, (nuint)length) != 0)
        {
            throw Failure(LastErrno(), new NativeFailure { Call = "munmap", Path = backing?.Path, Offset = offset, Length = length });
        }
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
    // There is no mremap: pages are added behind the map, or all of it gets a second place and loses the first one.
    public nint Remap(nint address, long oldLength, long newLength, bool noMove, MapRequest map)
    {
        if (newLength <= oldLength)
        {
            if (newLength < oldLength)
            {
                UnmapPart(address + (nint)newLength, oldLength - newLength, map.Backing, newLength);
            }

            return address;
        }

        if (TryExtend(address, oldLength, newLength, map))
        {
            return address;
        }

        return noMove ? throw SizeErrors.NoRoom(map, newLength) : Move(address, oldLength, newLength, map);
    }

    /// <summary>Maps what is missing right behind the map, if nothing else is there.</summary>
    private bool TryExtend(nint address, long oldLength, long newLength, MapRequest map)
    {
        try
        {
            _ = Map(Again(map) with
            {
                FileOffset = map.Backing is null ? 0 : map.FileOffset + oldLength,
                Length = newLength - oldLength,
                Address = (ulong)address + (ulong)oldLength,
                Flags = Again(map).Flags | MapFlags.FixedNoReplace,
            });
            return true;
        }
        catch (MmapException error) when (error.Kind == MmapErrorKind.AddressInUse)
        {
            return false;
        }
    }

    /// <summary>
    /// Maps everything at another place, and there the old pages in the place of the new ones: the same memory, with all that only
    /// this process has changed. Then the old place is given up.
    /// </summary>
    // SAFETY: the numbers are local variables; the pages that are replaced have just been mapped here.
    private unsafe nint Move(nint address, long oldLength, long newLength, MapRequest map)
    {
        List<Region> old = Regions.Read(address, oldLength);
        if (old.Exists(static region => region.IsLocked))
        {
            throw SizeErrors.Locked(map);
        }

        nint moved = Map(Again(map) with { Length = newLength });
        ulong target = (ulong)moved;
        int current;
        int most;
        int result = LibSystem.mach_vm_remap(
            MachTask.Self,
            &target,
            (ulong)oldLength,
            0,
            MachConstants.VM_FLAGS_FIXED | MachConstants.VM_FLAGS_OVERWRITE,
            MachTask.Self,
            (ulong)address,
            copy: 0,
            &current,
            &most,
            map.IsPrivate ? MachConstants.VM_INHERIT_COPY : MachConstants.VM_INHERIT_SHARE);
        if (result != MachConstants.KERN_SUCCESS)
        {
            Release(moved, newLength, map.Backing);
            throw Failure(MacOSErrors.OfMach(result), new NativeFailure { Call = "mach_vm_remap", Path = map.Backing?.Path, Length = newLength, Request = map });
        }

        Release(address, oldLength, map.Backing);
        return moved;
    }

    /// <summary>What maps the same again, wherever there is room.</summary>
    private static MapRequest Again(MapRequest map) => map with
    {
        Address = 0,
        Replace = false,
        Flags = map.Flags & ~(MapFlags.Fixed | MapFlags.FixedNoReplace),
    };
}
