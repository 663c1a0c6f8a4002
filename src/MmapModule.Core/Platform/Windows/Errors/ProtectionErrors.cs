using System;
using MmapModule.Interop.Windows;

namespace MmapModule.Platform.Windows.Errors;

/// <summary>The errors about the protection of pages.</summary>
internal static class ProtectionErrors
{
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
