using System;

namespace MmapModule.Platform.Linux.Errors;

/// <summary>The errors that only mremap reports.</summary>
internal static class RemapErrors
{
    internal static MmapException NoRoom(MapRequest map, long length) => new(
        MmapErrorKind.OutOfMemory,
        FormattableString.Invariant($"The map cannot grow in place to {length} bytes: the next addresses are in use."),
        $"Omit {Option.NoMove}: the kernel then moves the map to a free range, and offsets stay the same.")
    {
        Path = map.Backing?.Path,
        NativeCall = "mremap",
        ErrnoName = nameof(Interop.Linux.Errno.ENOMEM),
        Length = length,
    };

    internal static MmapException Split(MapRequest map) => new(
        MmapErrorKind.InvalidArgument,
        "The map cannot grow: its parts differ, because some have been locked or given different advice.",
        "Give the whole map the same advice, lock or unlock all of it, or create a new map of the wanted size.")
    {
        Path = map.Backing?.Path,
        NativeCall = "mremap",
        ErrnoName = nameof(Interop.Linux.Errno.EFAULT),
    };
}
