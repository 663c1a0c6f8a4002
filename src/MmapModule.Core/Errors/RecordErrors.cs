using System;

namespace MmapModule;

/// <summary>The errors about records that do not have the form that their layout asks for.</summary>
internal static class RecordErrors
{
    private const int MostShown = 16;

    internal static MmapException Magic(MemoryMap map, long offset, string text, byte[] wanted, ReadOnlySpan<byte> found) => At(
        MmapErrorKind.MagicMismatch, map, offset,
        FormattableString.Invariant($"There should be {Hex(wanted)} ('{text}') at offset {offset} (0x{offset:X}), but there is {(found.Length == 0 ? "nothing" : Hex(found))}."),
        $"The bytes are not a record of this layout. Check {Option.Offset}, or search for the bytes with Search-MappedRegion.");

    internal static MmapException WrongValue(MemoryMap map, string field, long offset, Int128 wanted, Int128 found) => At(
        MmapErrorKind.MagicMismatch, map, offset,
        FormattableString.Invariant($"The field '{field}' at offset {offset} (0x{offset:X}) should be {wanted}, but it is {found}."),
        $"The bytes are not a record of this layout. Check {Option.Offset} and the order of the bytes.");

    internal static MmapException BeyondEnd(MemoryMap map, string field, Int128 count, long size, long offset, long end) => At(
        MmapErrorKind.RegionOutOfRange, map, offset,
        FormattableString.Invariant($"The field '{field}' at offset {offset} (0x{offset:X}) has {count} x {size} bytes, but only {Math.Max(0, end - offset)} are left before the end."),
        $"Check {Option.Offset} and {Option.Length}; perhaps the bytes are not a record of this layout, or the file is cut.");

    internal static MmapException TooLarge(MemoryMap map, string field, Int128 count, long offset) => At(
        MmapErrorKind.ArrayTooLarge, map, offset,
        FormattableString.Invariant($"The field '{field}' at offset {offset} (0x{offset:X}) has {count} elements, more than fit into an array."),
        "Leave the field out of the layout, and read what it holds in pieces.");

    internal static MmapException TooCostly(MemoryMap map, long offset) => Invalid(
        map, offset,
        FormattableString.Invariant($"One record needs more than 1 GiB of memory; the limit was passed at offset {offset} (0x{offset:X})."),
        "Read the parts of the record one by one.");

    internal static MmapException NegativeCount(MemoryMap map, string field, string text, Int128 count, long offset) => Invalid(
        map, offset,
        FormattableString.Invariant($"The field '{field}' at offset {offset} (0x{offset:X}) cannot have {count} elements ({text})."),
        "Check the definition; perhaps the bytes are not a record of this layout.");

    internal static MmapException WrongPlace(MemoryMap map, string text, Int128 amount, long offset, long end) => Invalid(
        map, offset,
        FormattableString.Invariant($"'{text}' is {amount} at offset {offset} (0x{offset:X}), which leads out of what is read: it ends at offset {end} (0x{end:X})."),
        $"Check {Option.Offset} and {Option.Length}; perhaps the bytes are not a record of this layout.");

    internal static MmapException NoNumber(MemoryMap map, string text, long offset) => Invalid(
        map, offset,
        FormattableString.Invariant($"'{text}' cannot be calculated for the record at offset {offset} (0x{offset:X}): it divides by zero or becomes too large."),
        "Check the definition; perhaps the bytes are not a record of this layout.");

    internal static MmapException MissingField(MemoryMap map, string text, string field, long offset) => Invalid(
        map, offset,
        FormattableString.Invariant($"'{text}' needs the number '{field}', which the record has not at offset {offset} (0x{offset:X})."),
        "A field that may be missing counts only where it is there: repeat its condition.");

    internal static MmapException NoZero(MemoryMap map, string field, long offset) => Invalid(
        map, offset,
        FormattableString.Invariant($"The text '{field}' at offset {offset} (0x{offset:X}) has no zero at its end."),
        $"Check {Option.Offset} and {Option.Length}; perhaps the bytes are not a record of this layout, or the file is cut.");

    internal static MmapException LongVarint(MemoryMap map, string field, long offset) => Invalid(
        map, offset,
        FormattableString.Invariant($"The number '{field}' at offset {offset} (0x{offset:X}) has more than 64 bits."),
        "Check the definition; perhaps the bytes are not a record of this layout.");

    internal static MmapException Empty(MemoryMap map, string name, long offset) => Invalid(
        map, offset,
        FormattableString.Invariant($"'{name}' has no bytes at offset {offset} (0x{offset:X}), so as many as follow each other would never end."),
        $"Give {Option.Count}, or a count in the definition.");

    internal static MmapException NotWritten(string? name) => MapErrors.Invalid(
        "Records of the layout '" + (name ?? "struct") + "' can have different sizes, so they can be read but not written.",
        $"Write the fields to change with a layout of fixed size at their own {Option.Offset}.");

    private static MmapException Invalid(MemoryMap map, long offset, string message, string advice) => At(MmapErrorKind.RecordInvalid, map, offset, message, advice);

    private static MmapException At(MmapErrorKind kind, MemoryMap map, long offset, string message, string advice) => new(kind, message, advice)
    {
        Path = map.Path,
        Offset = offset,
    };

    private static string Hex(ReadOnlySpan<byte> bytes) =>
        HexPattern.FromBytes(bytes[..Math.Min(MostShown, bytes.Length)]) + (bytes.Length > MostShown ? " ..." : string.Empty);
}
