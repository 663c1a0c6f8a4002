using System;
using System.Collections.Generic;
using MmapModule.Access;
using MmapModule.Interop.MacOS;
using MmapModule.Platform.MacOS.Access;
using MmapModule.Platform.MacOS.Errors;
using MmapModule.Platform.MacOS.Files;
using MmapModule.Platform.MacOS.Memory;

namespace MmapModule.Platform.MacOS;

/// <content>mprotect, madvise and mlock.</content>
internal sealed partial class MacOSPlatform
{
    /// <inheritdoc/>
    public void Protect(nint address, long length, MapRequest wanted, long offset)
    {
        if (LibSystem.mprotect(address, (nuint)length, MacOSFlags.Protection(wanted.Protection)) != 0)
        {
            throw Failure(LastErrno(), Describe("mprotect", wanted, offset, length));
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<(MapRange Range, MapProtection Protection)> ReadProtections(nint address, long length) =>
        Regions.Read(address, length).ConvertAll(static region => (region.Range, region.Protection));

    /// <inheritdoc/>
    public bool IsMapped(nint address, long length) => Regions.Read(address, length).TrueForAll(static region => region.IsMapped);

    /// <inheritdoc/>
    public void SealPages(nint address, long length, string? path, long offset) =>
        throw MapPlatform.NotSupported("Sealing pages", "macOS has no such thing: omit it.");

    /// <inheritdoc/>
    // mincore(2) has a bit for copies, but not for those that have been paged out.
    public IReadOnlyList<MapRange> PrivatePages(nint address, long length) =>
        throw MapPlatform.NotSupported("Finding the pages that a private map has changed", "Save or compare the whole map.");

    /// <inheritdoc/>
    public void Advise(nint address, long length, MapAdvice advice, MapRequest map, FaultContext range)
    {
        NativeFailure failure = Describe("madvise", map, range.MapOffset, range.Requested);
        bool isOwnMemory = map.IsPrivate && map.Backing is null;
        switch (advice)
        {
            case MapAdvice.PopulateRead or MapAdvice.PopulateWrite:
                Touch(address, length, advice == MapAdvice.PopulateWrite, range);
                break;
            case MapAdvice.DontNeed when isOwnMemory:
                Renew(address, length, map, failure);
                break;
            case MapAdvice.DontNeed when !map.IsPrivate:
                Give(address, length, MMapConstants.MADV_DONTNEED, failure);
                break;
            case MapAdvice.DontNeed:
                throw MapPlatform.NotSupported("Dropping changes of a private map", "Remove the map, and map the file again.");
            case MapAdvice.Remove when map.Backing is { } file && !map.IsPrivate:
                PunchHole(file, new MapRange(range.FileOffset, range.Requested));
                break;
            case MapAdvice.Free when !isOwnMemory:
                // What is not written yet would be lost for everybody.
                throw Failure(Errno.EINVAL, failure);
            default:
                Give(address, length, MacOSFlags.Advice(advice) ?? throw MapPlatform.NotSupported(
                    "The advice " + advice,
                    "macOS supports Normal, Random, Sequential, WillNeed, DontNeed, Free, Remove, PopulateRead and PopulateWrite."), failure);
                break;
        }
    }

    /// <inheritdoc/>
    public void Lock(nint address, long length, bool onFault, MapRequest map, FaultContext range)
    {
        if (onFault)
        {
            throw MapPlatform.NotSupported("Locking pages when they are used first (OnFault)", "Lock the range without it.");
        }

        if (LibSystem.mlock(address, (nuint)length) == 0)
        {
            return;
        }

        // The call does not tell a limit from a page that cannot be read in; in a file that is too short that is clear.
        int errno = LastErrno();
        throw range.Backing is { Type: BackingType.RegularFile, MemoryLength: null } file && MacOSFile.TryStat(file.File, out FileStatus status) == 0 && status.Size < range.FileOffset + range.Requested
            ? ExplainFault(AtFault(range with { NativeCall = "mlock" }, status.Size))
            : Failure(errno, Describe("mlock", map, range.MapOffset, range.Requested));
    }

    /// <inheritdoc/>
    public void Unlock(nint address, long length, string? path, long offset)
    {
        if (LibSystem.munlock(address, (nuint)length) != 0)
        {
            throw Failure(LastErrno(), new NativeFailure { Call = "munlock", Path = path, Offset = offset, Length = length });
        }
    }

    /// <summary>Locks and populates, if that is wanted. NonBlock cancels the population, as it does elsewhere.</summary>
    private void Populate(MapRequest request, nint address)
    {
        FaultContext all = new()
        {
            Backing = request.Backing,
            FileOffset = request.FileOffset,
            Requested = request.Length,
            IsPrivate = request.IsPrivate,
            Protection = request.Protection,
            Flags = request.Flags,
        };
        if (request.Flags.HasFlag(MapFlags.Locked) && request.Protection != MapProtection.None)
        {
            Lock(address, request.Length, onFault: false, request, all);
        }

        if (request.Flags.HasFlag(MapFlags.Populate) && !request.Flags.HasFlag(MapFlags.NonBlock) && request.Protection != MapProtection.None)
        {
            Touch(address, request.Length, request.IsPrivate && request.Protection.HasFlag(MapProtection.Write), all);
        }
    }

    /// <summary>Reads every page, or writes it without changing it.</summary>
    // SAFETY: the copier survives bad pages; the byte is a local variable.
    private unsafe void Touch(nint address, long length, bool isWrite, FaultContext range)
    {
        for (long done = 0; done < length; done += PageSize)
        {
            byte first;
            nint page = address + (nint)done;
            bool isGood = isWrite
                ? ProbedWord.Instance.TryCompareExchange(page, 0U, 0U, out _)
                : MachCopier.Instance.CopyFrom(&first, MappedPlace.InMemory(page), 1) == 1;
            if (!isGood)
            {
                throw ExplainFault(AtFault(range with { IsWrite = isWrite, NativeCall = MachCopier.Instance.ReadCall }, range.FileOffset + done));
            }
        }
    }

    /// <summary>New pages in the place of old ones: zeros, as the advice DontNeed promises, which is only a hint on macOS.</summary>
    private static void Renew(nint address, long length, MapRequest map, NativeFailure failure)
    {
        List<Region> parts = Regions.Read(address, length);
        if (parts.Exists(static part => part.IsLocked))
        {
            throw Failure(Errno.EINVAL, failure);
        }

        foreach (Region part in parts)
        {
            if (!part.IsMapped)
            {
                continue;
            }

            MapRequest again = Again(map) with { Replace = true };
            nint place = address + (nint)part.Range.Offset;
            if (LibSystem.mmap(place, (nuint)part.Range.Length, MacOSFlags.Protection(part.Protection), MacOSFlags.Map(again), MacOSFile.None, 0) == MMapConstants.MAP_FAILED)
            {
                throw Failure(LastErrno(), failure with { Call = "mmap" });
            }
        }
    }

    private static void Give(nint address, long length, int advice, NativeFailure failure)
    {
        if (LibSystem.madvise(address, (nuint)length, advice) != 0)
        {
            throw Failure(LastErrno(), failure);
        }
    }

    /// <summary>The same range, with the place of the first bad byte.</summary>
    private static FaultContext AtFault(FaultContext range, long fileOffset)
    {
        long skipped = Math.Clamp(fileOffset - range.FileOffset, 0, range.Requested);
        return skipped == range.Requested
            ? range
            : range with { FileOffset = range.FileOffset + skipped, MapOffset = range.MapOffset + skipped, Transferred = skipped };
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
