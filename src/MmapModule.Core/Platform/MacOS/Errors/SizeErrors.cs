using System;
using MmapModule.Interop.MacOS;

namespace MmapModule.Platform.MacOS.Errors;

/// <summary>The errors about sizes that no error number stands for.</summary>
internal static class SizeErrors
{
    internal static MmapException NoRoom(MapRequest map, long length) => new(
        MmapErrorKind.OutOfMemory,
        FormattableString.Invariant($"The map cannot grow in place to {length} bytes: the next addresses are in use."),
        $"Omit {Option.NoMove}: the map then moves to a free range, and offsets stay the same.")
    {
        Path = map.Backing?.Path,
        NativeCall = "mmap",
        ErrnoName = nameof(Errno.ENOMEM),
        Length = length,
    };

    internal static MmapException Locked(MapRequest map) => new(
        MmapErrorKind.PlatformNotSupported,
        "A map with locked pages does not move on macOS: they would not stay locked.",
        "Unlock all of it first (Unlock-MemoryMap), and lock it again afterwards.")
    {
        Path = map.Backing?.Path,
    };

    internal static MmapException FileLimit(long end, ulong limit, NativeFailure failure) => new(
        MmapErrorKind.RangeOverflow,
        FormattableString.Invariant($"{failure.Subject} would have to be written up to offset {end}, and the limit RLIMIT_FSIZE allows this process {limit} bytes in a file. Nothing beyond that has been written."),
        "Write less, or raise the limit before starting pwsh: ulimit -f.")
    {
        ErrnoName = nameof(Errno.EFBIG),
        NativeCall = failure.Call,
        Path = failure.Path,
        Offset = failure.Offset,
        Length = failure.Length,
        BytesTransferred = failure.Transferred,
        IsWrite = true,
    };
}
