using System;

namespace MmapModule;

/// <summary>The errors that no system call reports.</summary>
internal static class MapErrors
{
    internal static MmapException Disposed(int id, long transferred = 0) => new(
        MmapErrorKind.MapDisposed,
        FormattableString.Invariant($"Map {id} has been removed.{Progress(transferred)}"),
        "Create a new one with New-MemoryMap; Get-MemoryMap lists the maps that are open.")
    {
        BytesTransferred = transferred,
    };

    internal static MmapException SealedPages(int id) => new(
        MmapErrorKind.Sealed,
        FormattableString.Invariant($"Map {id} has pages that were sealed (mseal), so it can be neither removed nor resized before the process ends."),
        "Use it as it is, or start a new pwsh.");

    internal static MmapException Replaced(string path) => new(
        MmapErrorKind.PathNotFound,
        "'" + path + "' is a different file now: the one examined before has been replaced or removed.",
        "Examine the new file with the command that returned this object.")
    {
        Path = path,
    };

    internal static MmapException Invalid(string message, string action, string? path = null) =>
        new(MmapErrorKind.InvalidArgument, message, action) { Path = path };

    internal static MmapException Protected(string? path, MapRange range, long transferred, MapProtection protection, bool isWrite) => new(
        MmapErrorKind.RegionProtected,
        FormattableString.Invariant($"Cannot {(isWrite ? "write" : "read")} {ByteCount.Text(range.Length)} at offset {range.Offset}: the map's protection there is {protection}.{Progress(transferred)}"),
        isWrite
            ? $"Map it with {Option.Protection} ReadWrite; add {Option.Private} to keep the changes out of the file."
            : $"Map it with {Option.Protection} Read or ReadWrite.")
    {
        Path = path,
        Offset = range.Offset,
        Length = range.Length,
        BytesTransferred = transferred,
        IsWrite = isWrite,
    };

    internal static MmapException Guarded(string? path, MapRange range, long transferred, bool isWrite) => new(
        MmapErrorKind.RegionProtected,
        FormattableString.Invariant($"Cannot {(isWrite ? "write" : "read")} {ByteCount.Text(range.Length)} at offset {range.Offset}: there are guard pages in this range.{Progress(transferred)}"),
        $"Remove them with Set-MemoryMapAdvice {Option.Advice} GuardRemove {Option.Force}, or use the parts around them.")
    {
        Path = path,
        Offset = range.Offset,
        Length = range.Length,
        BytesTransferred = transferred,
        IsWrite = isWrite,
    };

    internal static MmapException NotMapped(string? path, MapRange range, long transferred = 0, bool isWrite = false) => new(
        MmapErrorKind.RangeNotMapped,
        FormattableString.Invariant($"The range of {ByteCount.Text(range.Length)} at offset {range.Offset} contains pages that have been unmapped.{Progress(transferred)}"),
        "Use the parts that are still mapped, or create the map again.")
    {
        Path = path,
        Offset = range.Offset,
        Length = range.Length,
        BytesTransferred = transferred,
        IsWrite = isWrite,
    };

    internal static MmapException Writeback(MmapException remembered) => new(
        MmapErrorKind.WritebackFailed,
        "An earlier write-back of this map failed: " + remembered.Message,
        $"The kernel reports such a failure only once, so the map remembers it. Write the data again (a new map, another disk), then use Sync-MemoryMap {Option.ClearError}.")
    {
        Path = remembered.Path,
        ErrnoName = remembered.ErrnoName,
        NativeCall = remembered.NativeCall,
        Offset = remembered.Offset,
        Length = remembered.Length,
        IsWrite = true,
    };

    /// <summary>The same error in other words, with another count of bytes.</summary>
    internal static MmapException Reworded(MmapException error, string message, long transferred) => new(error.Kind, message, error.Advice)
    {
        ErrnoName = error.ErrnoName,
        NativeCall = error.NativeCall,
        Path = error.Path,
        Offset = error.Offset,
        Length = error.Length,
        BytesTransferred = transferred,
        IsWrite = error.IsWrite,
        Input = error.Input,
    };

    private static string Progress(long transferred) =>
        transferred == 0 ? string.Empty : FormattableString.Invariant($" {ByteCount.Text(transferred)} {(transferred == 1 ? "was" : "were")} already transferred.");
}
