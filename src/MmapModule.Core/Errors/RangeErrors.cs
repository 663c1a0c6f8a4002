using System;

namespace MmapModule;

/// <summary>The errors about offsets and lengths.</summary>
internal static class RangeErrors
{
    internal static MmapException Negative(string what, long value) => new(
        MmapErrorKind.NegativeOffset,
        FormattableString.Invariant($"The {what} {value} is negative."),
        value is < 0 and >= int.MinValue
            ? FormattableString.Invariant($"In PowerShell 0x{(uint)value:X8} is the 32-bit number {value}: write 0x{(uint)value:X8}L (or '0x{(uint)value:X8}') for {(uint)value}.{FromEndHint(what)}")
            : "Offsets, lengths and sizes count bytes from 0." + FromEndHint(what))
    {
        Offset = value,
    };

    internal static MmapException Overflow(long offset, long length) => new(
        MmapErrorKind.RangeOverflow,
        FormattableString.Invariant($"Offset {offset} and length {length} together exceed the largest possible offset, 9223372036854775807."),
        "Give a smaller offset or length.")
    {
        Offset = offset,
        Length = length,
    };

    internal static MmapException OutOfRange(long offset, long? length, bool fromEnd, long limit) => new(
        MmapErrorKind.RegionOutOfRange,
        limit < 0
            ? FormattableString.Invariant($"{Describe(offset, length, fromEnd)} past the end of the map, which has been made shorter: it ends before this region begins.")
            : FormattableString.Invariant($"{Describe(offset, length, fromEnd)} past the end ({ByteCount.Text(limit)})."),
        limit < 0 ? "Use a region of the map as it is now, or make the map longer with Resize-MemoryMap."
            : fromEnd ? $"With {Option.FromEnd} the offset counts backward from the end: {Option.Offset} 512 {Option.FromEnd} means the last 512 bytes."
            : FormattableString.Invariant($"Offset and length must stay within 0 to {limit}; omit the length to take the rest."))
    {
        Offset = offset,
        Length = length,
    };

    /// <summary>A change or a search would reach what follows a region.</summary>
    /// <param name="map">The map of the region.</param>
    /// <param name="range">What was to be changed or searched, counted from the start of the map.</param>
    /// <param name="length">The length of the region.</param>
    /// <param name="isChange">It was a change.</param>
    internal static MmapException PastRegion(MemoryMap map, MapRange range, long length, bool isChange) => new(
        MmapErrorKind.RegionOutOfRange,
        FormattableString.Invariant($"{ByteCount.Text(range.Length)} at offset {range.Offset} of the map would reach past the end of the region ({ByteCount.Text(length)}).{(isChange ? " Nothing of that has been changed." : string.Empty)}"),
        FormattableString.Invariant($"To go past the end of a region use its map: give (Get-MemoryMap {Option.Id} {map.Id}) with {Option.Offset} {range.Offset} instead of the region, or a longer region of it (Select-MappedRegion)."))
    {
        Path = map.Path,
        Offset = range.Offset,
        Length = range.Length,
        IsWrite = isChange,
    };

    internal static MmapException Misaligned(MapRange range, int excess, MappedValueType type, string? path) => new(
        MmapErrorKind.MisalignedAtomic,
        FormattableString.Invariant($"An atomic operation on {type} needs an address that is a multiple of {range.Length}, but offset {range.Offset} is {excess} {(excess == 1 ? "byte" : "bytes")} past one."),
        range.Offset >= excess
            ? FormattableString.Invariant($"The nearest suitable offsets are {range.Offset - excess} and {range.Offset - excess + range.Length}; for a value at this offset use Read-MappedRegion and Write-MappedRegion.")
            : FormattableString.Invariant($"The nearest suitable offset is {range.Offset - excess + range.Length}; for a value at this offset use Read-MappedRegion and Write-MappedRegion."))
    {
        Path = path,
        Offset = range.Offset,
        Length = range.Length,
    };

    internal static MmapException ArrayTooLarge(long length) => new(
        MmapErrorKind.ArrayTooLarge,
        FormattableString.Invariant($"{length} bytes do not fit into one array, which holds at most {Array.MaxLength}."),
        $"Read in pieces with {Option.ChunkSize} (for example {Option.ChunkSize} 4MB), give a {Option.Length}, or use the map's AsStream().")
    {
        Length = length,
    };

    internal static MmapException EndsBeyondFile(string? path, long offset, long? length, bool fromEnd, long fileLength) => new(
        MmapErrorKind.RegionOutOfRange,
        FormattableString.Invariant($"{Describe(offset, length, fromEnd)} past the end of '{path}' ({ByteCount.Text(fileLength)})."),
        $"Give a smaller {Option.Offset} or {Option.Length}, or {Option.Size} to make the file longer.")
    {
        Path = path,
        Offset = offset,
        Length = length,
    };

    internal static MmapException EndsBeforePart(string path, long offset, long fileLength) => new(
        MmapErrorKind.RegionOutOfRange,
        FormattableString.Invariant($"'{path}' ({ByteCount.Text(fileLength)}) ends before offset {offset}."),
        $"Give a smaller {Option.Offset}.")
    {
        Path = path,
        Offset = offset,
    };

    internal static MmapException SizeBeyondFile(string? path, long size, long fileLength) => new(
        MmapErrorKind.RegionOutOfRange,
        FormattableString.Invariant($"A map of {ByteCount.Text(size)} would reach past the end of '{path}' ({ByteCount.Text(fileLength)})."),
        $"Add {Option.ResizeFile} to make the file longer together with the map, or use {Option.ToFile} to map up to its end.")
    {
        Path = path,
        Length = size,
    };

    internal static MmapException BadAlignment() => MapErrors.Invalid("The alignment must be at least 1.", "Give 1 for any offset, or the required alignment.");

    internal static MmapException NoFileOffset(MemoryMap map) =>
        MapErrors.Invalid(map + " has no file, so there is no offset in a file.", $"Use {Option.Base} Offset or Address.");

    private static string FromEndHint(string what) => what == "offset" ? $" Where there is {Option.FromEnd}, it counts back from the end." : string.Empty;

    private static string Describe(long offset, long? length, bool fromEnd)
    {
        string where = FormattableString.Invariant($"ffset {offset}{(fromEnd ? " from the end" : string.Empty)}");
        return length is null ? "O" + where + " is" : FormattableString.Invariant($"A range of {ByteCount.Text(length.Value)} at o{where} reaches");
    }
}
