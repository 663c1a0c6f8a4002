using System;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Files;

namespace MmapModule.Platform.Windows;

/// <content>Why a copy stopped early: truncated, protected, no space, or an I/O error.</content>
internal sealed partial class WindowsPlatform
{
    /// <inheritdoc/>
    public MmapException ExplainFault(FaultContext fault) => FaultErrors.Stopped(fault, Explain(fault), nameof(Win32Error.ERROR_NOACCESS));

    private static (MmapErrorKind Kind, string Message, string Action) Explain(FaultContext fault)
    {
        string verb = fault.IsWrite ? "write" : "read";
        if (fault.Backing is { MemoryLength: null } file)
        {
            long size = WindowsFile.Length(file.File) ?? long.MaxValue;
            if (fault.FileOffset >= size)
            {
                return (
                    MmapErrorKind.RegionTruncated,
                    FormattableString.Invariant($"Cannot {verb} at offset {fault.MapOffset}: '{file.Path}' has been truncated to {size} bytes, so its offset {fault.FileOffset} no longer exists."),
                    $"Windows does not cut files that are mapped on the same machine, so it was done on a server, or below Windows. Map it again, or use {Option.Snapshot} for a copy that nobody can change.");
            }

            if (fault.IsWrite && FreeSpace.Bytes(file.File) == 0)
            {
                return (
                    MmapErrorKind.NoSpace,
                    FormattableString.Invariant($"Cannot {verb} at offset {fault.MapOffset}: the volume of '{file.Path}' is full, and this part of the file is a hole without space of its own."),
                    $"Free some space and write again; create files without {Option.Sparse} so that their space is allocated in advance.");
            }
        }

        MapProtection needed = fault.IsWrite ? MapProtection.Write : MapProtection.Read;
        if (!fault.Protection.HasFlag(needed) && !(needed == MapProtection.Read && fault.Protection.HasFlag(MapProtection.Write)))
        {
            MmapException protection = MapErrors.Protected(fault.Backing?.Path, new MapRange(fault.MapOffset, fault.Requested - fault.Transferred), 0, fault.Protection, fault.IsWrite);
            return (protection.Kind, protection.Message, protection.Advice);
        }

        if (fault.Backing is null && fault.Flags.HasFlag(MapFlags.NoReserve))
        {
            return (
                MmapErrorKind.OutOfMemory,
                FormattableString.Invariant($"Cannot {verb} at offset {fault.MapOffset}: the system has no memory for the page. The map was created without reserving any (NoReserve)."),
                "Close programs or remove maps that are not needed, or make the paging file larger.");
        }

        string what = fault.Backing?.Path is { } path ? " of '" + path + "'" : string.Empty;
        return (
            MmapErrorKind.RegionFault,
            FormattableString.Invariant($"Cannot {verb} at offset {fault.MapOffset}{what}: the page cannot be accessed, most likely an I/O error."),
            "Check the device or the network connection (the event log of the system); other parts of the map may still work.");
    }
}
