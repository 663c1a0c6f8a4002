using System;
using MmapModule.Interop.Windows;

namespace MmapModule.Platform.Windows.Errors;

/// <summary>The errors about the protection of pages.</summary>
internal static class ProtectionErrors
{
    internal static MmapException NoDax() => new(
        MmapErrorKind.FlagNotSupported,
        "The flag Sync requires maps whose stores are durable at once, which Windows does not offer.",
        "Omit Sync and use Sync-MemoryMap after writing.");

    internal static MmapException Snapshot(string? path) => new(
        MmapErrorKind.Sealed,
        "'" + path + "' is a copy that nobody can change, so it cannot be mapped for shared writing.",
        $"Map it with {Option.Protection} Read, or with {Option.Private} to change a copy in memory.")
    {
        Path = path,
        IsWrite = true,
    };

    internal static MmapException UnknownAdvice(MapAdvice advice, MapRequest map) => MapErrors.Invalid(
        "There is no advice " + advice + ".",
        $"Use one of the names of {Option.Advice}: tab completion lists them.",
        map.Backing?.Path);

    internal static MmapException CannotTakeBack(FaultContext range) => new(
        MmapErrorKind.FlagNotSupported,
        "Windows cannot take back a part of memory that is shared.",
        $"Clear without {Option.PunchHole}: the bytes become zeros, and the memory stays reserved.")
    {
        Offset = range.MapOffset,
        Length = range.Requested,
        IsWrite = true,
    };

    internal static MmapException MoreThanMapped(MapRequest wanted, MapProtection granted, long offset, long length) => new(
        MmapErrorKind.AccessDenied,
        FormattableString.Invariant($"The pages cannot become {wanted.Protection}: on Windows no page gets more than the map was created with ({granted})."),
        $"Create the map with {Option.Protection} {wanted.Protection}, and take away what is not needed yet.")
    {
        Path = wanted.Backing?.Path,
        NativeCall = "VirtualProtect",
        ErrnoName = nameof(Win32Error.ERROR_INVALID_PARAMETER),
        Offset = offset,
        Length = length,
    };
}
