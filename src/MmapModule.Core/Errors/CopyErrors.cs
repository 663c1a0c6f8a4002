using System;

namespace MmapModule;

/// <summary>The errors about copying, filling and punching holes.</summary>
internal static class CopyErrors
{
    internal static MmapException EmptyPattern() => MapErrors.Invalid("The pattern to fill with is empty.", "Give at least one byte.");

    /// <summary>What stopped the work, and how far it got.</summary>
    /// <param name="error">What stopped it.</param>
    /// <param name="done">How many bytes are as they should be.</param>
    /// <param name="total">How many there should have been.</param>
    /// <param name="verb">What was done to them.</param>
    /// <param name="fromEnd">The work had begun with the last byte.</param>
    internal static MmapException Stopped(MmapException error, long done, long total, string verb, bool fromEnd = false) => MapErrors.Reworded(
        error,
        error.Kind is MmapErrorKind.FlagNotSupported && done == 0
            ? error.Message
            : FormattableString.Invariant($"{error.Message} In all, the {(fromEnd ? "last" : "first")} {done} of {ByteCount.Text(total)} were {verb}."),
        done);

    /// <summary>-FromEnd belongs to the source, so it is no advice here.</summary>
    internal static MmapException NegativeDestination(long offset) => new(
        MmapErrorKind.NegativeOffset,
        FormattableString.Invariant($"The offset {offset} in the destination is negative. Nothing has been written."),
        $"{Option.DestinationOffset} counts bytes from the start of the destination, from 0. To copy to its end, give its length minus the number of bytes.")
    {
        Offset = offset,
        IsWrite = true,
    };

    internal static MmapException DestinationTooShort(string? path, long offset, long length, long size) => new(
        MmapErrorKind.RegionOutOfRange,
        FormattableString.Invariant($"{ByteCount.Text(length)} at offset {offset} reach past the end of the destination ({ByteCount.Text(Math.Max(size, 0))}). Nothing has been written."),
        $"Give a smaller {Option.Length} or {Option.DestinationOffset}, or a larger destination.")
    {
        Path = path,
        Offset = offset,
        Length = length,
        IsWrite = true,
    };

    internal static MmapException OwnSource(string what, int others) => new(
        MmapErrorKind.InvalidArgument,
        "'" + what + "' is the destination and one of the sources: it would be overwritten before it is copied."
            + (others > 0 ? FormattableString.Invariant($" None of the {others + 1} files has been copied.") : " It has not been copied."),
        $"Give another {Option.Destination}, or omit this file from the sources.")
    {
        Path = what,
    };

    internal static MmapException Exists(string path) => new(
        MmapErrorKind.FileExists,
        "There is a file '" + path + "' already. It has not been touched.",
        $"Choose another path, remove the file, or omit {Option.NoClobber}.")
    {
        Path = path,
        IsWrite = true,
    };

    internal static MmapException NotCut(string path) => new(
        MmapErrorKind.InvalidArgument,
        "'" + path + "' is not an ordinary file, so it cannot be made shorter. Nothing has been written.",
        $"Omit {Option.Truncate}, or give the path of a file.")
    {
        Path = path,
        IsWrite = true,
    };

    internal static MmapException NoTarget(string path) => new(
        MmapErrorKind.InvalidArgument,
        "'" + path + "' is a character device, to which no range of bytes can be copied.",
        "Give the path of a file or a block device, or map the device and copy to the map.")
    {
        Path = path,
        IsWrite = true,
    };

    internal static MmapException DeviceTooSmall(string path, long offset, long length, long size) => new(
        MmapErrorKind.RegionOutOfRange,
        FormattableString.Invariant($"{length} bytes at offset {offset} reach past the end of '{path}' ({size} bytes). Nothing has been written."),
        $"Give a smaller {Option.Length} or {Option.DestinationOffset}.")
    {
        Path = path,
        Offset = offset,
        Length = length,
        IsWrite = true,
    };

    internal static MmapException NoPunch(string? path, string call) => new(
        MmapErrorKind.FlagNotSupported,
        "The file system of '" + path + "' cannot punch holes into files.",
        $"Clear without {Option.PunchHole}: the bytes become zeros, but their blocks stay.")
    {
        Path = path,
        NativeCall = call,
        IsWrite = true,
    };

    /// <summary>The reason why holes cannot be punched, with advice for who wants only those that change nothing.</summary>
    internal static MmapException NoDig(MmapException error) => new(
        error.Kind,
        error.Message,
        $"Omit {Option.DigHole}: nothing has been changed. A copy on a file system with holes takes less space: Copy-MappedRegion leaves holes as they are.")
    {
        Path = error.Path,
        NativeCall = error.NativeCall,
        ErrnoName = error.ErrnoName,
        Offset = error.Offset,
        Length = error.Length,
        BytesTransferred = error.BytesTransferred,
        IsWrite = true,
    };

    internal static MmapException NotAlone(string? path) => new(
        MmapErrorKind.FileLocked,
        (path is null ? "The memory" : "'" + path + "'") + " is open in another program or mapped a second time, or the system does not tell. What others write to a block while it is freed would be lost.",
        $"Close it elsewhere; Get-ProcessMemoryMap {Option.Path} tells who maps it. If nobody writes to it now, add {Option.Force}.")
    {
        Path = path,
        IsWrite = true,
    };

    internal static MmapException PrivatePunch(string? path) => new(
        MmapErrorKind.FlagNotSupported,
        "A private map of a file has no blocks to free: its changes are pages in memory, and without them the bytes of '" + path + "' would appear again.",
        $"Clear without {Option.PunchHole}, or map the file without {Option.Private}.")
    {
        Path = path,
        IsWrite = true,
    };

    internal static MmapException HeldMemory(MapRange range, MmapException error) => new(
        MmapErrorKind.FlagNotSupported,
        FormattableString.Invariant($"The kernel cannot take back the memory of {range.Length} bytes at offset {range.Offset}: it is locked, or made of huge pages."),
        $"Unlock it with Unlock-MemoryMap first, or clear without {Option.PunchHole}.")
    {
        Offset = range.Offset,
        Length = range.Length,
        ErrnoName = error.ErrnoName,
        NativeCall = error.NativeCall,
        IsWrite = true,
    };
}
