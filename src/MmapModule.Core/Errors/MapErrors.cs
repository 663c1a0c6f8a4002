using System;

namespace MmapModule;

/// <summary>Words the errors that no system call reports.</summary>
internal static class MapErrors
{
    internal static MmapException Disposed(int id) => new(
        MmapErrorKind.MapDisposed,
        FormattableString.Invariant($"Map {id} has been removed."),
        "Create a new one with New-MemoryMap; Get-MemoryMap lists the maps that are open.");

    internal static MmapException SealedPages(int id) => new(
        MmapErrorKind.Sealed,
        FormattableString.Invariant($"Map {id} has pages that were sealed (mseal), so it can be neither removed nor resized before the process ends."),
        "Use it as it is, or start a new pwsh.");

    internal static MmapException Invalid(string message, string action, string? path = null) =>
        new(MmapErrorKind.InvalidArgument, message, action) { Path = path };

    internal static MmapException Protected(string? path, long offset, long length, MapProtection protection, bool isWrite) => new(
        MmapErrorKind.RegionProtected,
        FormattableString.Invariant($"Cannot {(isWrite ? "write" : "read")} {length} bytes at offset {offset}: the map's protection there is {protection}."),
        isWrite
            ? "Map it with -Protection ReadWrite; add -Private to keep the changes away from the file."
            : "Map it with -Protection Read or ReadWrite.")
    {
        Path = path,
        Offset = offset,
        Length = length,
        IsWrite = isWrite,
    };

    internal static MmapException Guarded(string? path, long offset, long length, bool isWrite) => new(
        MmapErrorKind.RegionProtected,
        FormattableString.Invariant($"Cannot {(isWrite ? "write" : "read")} {length} bytes at offset {offset}: there are guard pages in this range."),
        "Take them back with Set-MemoryMapAdvice -Advice GuardRemove -Force, or use the parts around them.")
    {
        Path = path,
        Offset = offset,
        Length = length,
        IsWrite = isWrite,
    };

    internal static MmapException NotMapped(string? path, long offset, long length) => new(
        MmapErrorKind.RangeNotMapped,
        FormattableString.Invariant($"The range of {length} bytes at offset {offset} contains pages that have been unmapped."),
        "Use the parts that are still mapped, or create the map again.")
    {
        Path = path,
        Offset = offset,
        Length = length,
    };

    internal static MmapException Writeback(MmapException remembered) => new(
        MmapErrorKind.WritebackFailed,
        "An earlier write-back of this map failed: " + remembered.Message,
        "The kernel reports such a failure only once, so the map remembers it. Write the data again (a new map, another disk), then use Sync-MemoryMap -ClearError.")
    {
        Path = remembered.Path,
        ErrnoName = remembered.ErrnoName,
        NativeCall = remembered.NativeCall,
        Offset = remembered.Offset,
        Length = remembered.Length,
        IsWrite = true,
    };

    internal static MmapException Platform(string what) => new(
        MmapErrorKind.PlatformNotSupported,
        what + " is not supported on " + System.Runtime.InteropServices.RuntimeInformation.OSDescription + " (" + System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture + ").",
        "This version of the module works on 64-bit Linux (x64 and arm64).");

    internal static MmapException ValueTooLarge(string message) =>
        new(MmapErrorKind.ValueTooLarge, message, "Give a value that fits, or choose a larger type with -As.");
}
