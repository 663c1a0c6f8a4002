using System;
using MmapModule.Interop.MacOS;
using MmapModule.Platform.MacOS.Files;

namespace MmapModule.Platform.MacOS;

/// <content>Why a copy stopped early: truncated, protected, or an I/O error.</content>
internal sealed partial class MacOSPlatform
{
    /// <inheritdoc/>
    public MmapException ExplainFault(FaultContext fault) => FaultErrors.Stopped(fault, Explain(fault), nameof(Errno.EFAULT));

    private static (MmapErrorKind Kind, string Message, string Action) Explain(FaultContext fault)
    {
        string verb = fault.IsWrite ? "write" : "read";
        if (fault.Backing is { Type: BackingType.RegularFile, MemoryLength: null } file)
        {
            long size = MacOSFile.TryStat(file.File, out FileStatus status) == 0 ? status.Size : long.MaxValue;
            if (fault.FileOffset >= size)
            {
                return (
                    MmapErrorKind.RegionTruncated,
                    FormattableString.Invariant($"Cannot {verb} at offset {fault.MapOffset}: '{file.Path}' has been truncated to {size} bytes, so its offset {fault.FileOffset} no longer exists."),
                    $"Something has shortened the file (log rotation, an editor, a new download). Map it again, or use {Option.Snapshot} for a copy that nobody can change.");
            }

            if (fault is { IsWrite: true, IsPrivate: false } && MacOSFile.FreeBytes(file.File) == 0)
            {
                return (
                    MmapErrorKind.NoSpace,
                    FormattableString.Invariant($"Cannot {verb} at offset {fault.MapOffset}: the file system of '{file.Path}' is full, and this part of the file is a hole without space of its own."),
                    $"Free some space and write again; create files without {Option.Sparse} so that their space is allocated in advance.");
            }
        }

        MapProtection needed = fault.IsWrite ? MapProtection.Write : MapProtection.Read;
        if (!fault.Protection.HasFlag(needed))
        {
            MmapException protection = MapErrors.Protected(fault.Backing?.Path, new MapRange(fault.MapOffset, fault.Requested - fault.Transferred), 0, fault.Protection, fault.IsWrite);
            return (protection.Kind, protection.Message, protection.Advice);
        }

        string what = fault.Backing?.Path is { } path ? " of '" + path + "'" : string.Empty;
        return (
            MmapErrorKind.RegionFault,
            FormattableString.Invariant($"Cannot {verb} at offset {fault.MapOffset}{what}: the page cannot be accessed, most likely an I/O error."),
            "Check the device or the network connection (log show); other parts of the map may still work.");
    }
}
