using System;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Files;

namespace MmapModule.Platform.Linux;

/// <content>Why a copy stopped early: truncated, protected, no space, or an I/O error.</content>
internal sealed partial class LinuxPlatform
{
    /// <inheritdoc/>
    public MmapException ExplainFault(FaultContext fault) => FaultErrors.Stopped(fault, Explain(fault), nameof(Errno.EFAULT));

    private static (MmapErrorKind Kind, string Message, string Action) Explain(FaultContext fault)
    {
        string verb = fault.IsWrite ? "write" : "read";
        if (fault.Backing is { Type: BackingType.RegularFile } file)
        {
            long size = LinuxFile.TryStat(file.File, out FileStatus status) == 0 ? status.Size : long.MaxValue;
            if (fault.FileOffset >= size)
            {
                return (
                    MmapErrorKind.RegionTruncated,
                    FormattableString.Invariant($"Cannot {verb} at offset {fault.MapOffset}: '{file.Path}' has been truncated to {size} bytes, so its offset {fault.FileOffset} no longer exists."),
                    $"Something has shortened the file (log rotation with copytruncate, an editor, a new download). Map it again, or use {Option.Snapshot} for a copy that nobody can change.");
            }

            if (NoSpace(fault, file))
            {
                return (
                    MmapErrorKind.NoSpace,
                    FormattableString.Invariant($"Cannot {verb} at offset {fault.MapOffset}: the file system of '{file.Path}' is full, and this part of the file is a hole without space of its own."),
                    $"Free some space and write again; create files without {Option.Sparse} so that their space is allocated in advance.");
            }
        }

        if (fault.Flags.HasFlag(MapFlags.HugeTlb))
        {
            return (
                MmapErrorKind.HugePagesUnavailable,
                FormattableString.Invariant($"Cannot {verb} at offset {fault.MapOffset}: the huge page pool is empty."),
                "Raise vm.nr_hugepages as root, or map without NoReserve so that the pages are reserved at once.");
        }

        MapProtection needed = fault.IsWrite ? MapProtection.Write : MapProtection.Read;
        if (!fault.Protection.HasFlag(needed))
        {
            MmapException protection = MapErrors.Protected(fault.Backing?.Path, new MapRange(fault.MapOffset, fault.Requested - fault.Transferred), 0, fault.Protection, fault.IsWrite);
            return (protection.Kind, protection.Message, protection.Advice);
        }

        if (fault.SegmentId is { } segment)
        {
            return (
                MmapErrorKind.RegionTruncated,
                FormattableString.Invariant($"Cannot {verb} at offset {fault.MapOffset}: the page of the segment {segment} is gone. Most likely something has truncated it from outside."),
                "Remove the map. All programs that use the segment are affected; a new segment is needed.");
        }

        if (fault.Backing is { Type: BackingType.RegularFile } memory && FileSystems.IsMemory(LinuxFile.FileSystemType(memory.File)))
        {
            // There is no device whose error this could be.
            return (
                MmapErrorKind.RegionFault,
                FormattableString.Invariant($"Cannot {verb} at offset {fault.MapOffset} of '{memory.Path}': the page could not be accessed. Most likely the file was cut and has since been made longer again."),
                "Try again, but do not trust what is there: what was cut off reads as zeros. Nobody can cut a memory file that has the seal Shrink.");
        }

        return (
            MmapErrorKind.RegionFault,
            FormattableString.Invariant($"Cannot {verb} at offset {fault.MapOffset}{(fault.Backing?.Path is { } path ? " of '" + path + "'" : string.Empty)}: the page cannot be accessed, most likely an I/O error."),
            "Check the device or the network connection (dmesg); other parts of the map may still work.");
    }

    /// <summary>A hole can be neither written nor, on tmpfs, read through a map when the file system is full.</summary>
    private static bool NoSpace(FaultContext fault, MapBacking file)
    {
        if (fault.IsPrivate)
        {
            // Even a private copy of a hole starts with a page of the file where the file is memory.
            return FileSystems.IsMemory(LinuxFile.FileSystemType(file.File)) && LinuxFile.FreeBytes(file.File) == 0;
        }

        if (fault.IsWrite && file.IsWritable)
        {
            // Allocating the one page tells, and changes nothing but the allocation.
            long page = MapRange.AlignDown(fault.FileOffset, Environment.SystemPageSize);
            if (Libc.fallocate(file.File, FileConstants.FALLOC_FL_KEEP_SIZE, page, 1) != 0)
            {
                return LastErrno() is Errno.ENOSPC or Errno.EDQUOT;
            }
        }

        return LinuxFile.FreeBytes(file.File) == 0;
    }
}
