using System;

namespace MmapModule;

/// <summary>Words the errors about dumps that are to be written back.</summary>
internal static class DumpErrors
{
    private const int LongestShown = 80;
    private const string Make = "Nothing has been written. Make the dump with xxd, xxd -p, hexdump -C or Format-MappedRegion.";

    internal static MmapException NoDumpLine(long line, string text) =>
        MapErrors.Invalid(FormattableString.Invariant($"Line {line} of the dump cannot be read: '{Shorten(text)}'."), Make);

    internal static MmapException Unclear(long line, string text) => MapErrors.Invalid(
        FormattableString.Invariant($"Line {line} of the dump could be hex or bits: '{Shorten(text)}'."),
        "Nothing has been written. Make the dump with the text at its right, which tells them apart.");

    internal static MmapException LittleEndian(long line, string text) => MapErrors.Invalid(
        FormattableString.Invariant($"Line {line} of the dump has words whose last byte comes first: '{Shorten(text)}'."),
        "Nothing has been written. Make the dump in the order of the file: xxd without -e, Format-MappedRegion without LittleEndian.");

    internal static MmapException DecimalOffsets() => MapErrors.Invalid(
        "The offsets of the dump are decimal, and hex is expected.",
        "Nothing has been written. Make the dump with hex offsets: xxd without -d.");

    internal static MmapException OpenRepeat() => MapErrors.Invalid(
        "The dump ends with an asterisk, so nothing says how often its last line repeats.",
        "Nothing has been written. Give the lines that follow too, or make the dump without hidden lines.");

    internal static MmapException NoSuchPlace(long offset, long length) => MapErrors.Invalid(
        FormattableString.Invariant($"The dump has {length} bytes at offset {offset}, which cannot be."), Make);

    internal static MmapException SaidTwice(long offset) => MapErrors.Invalid(
        FormattableString.Invariant($"The dump says twice what is at offset {offset} (0x{offset:X})."),
        "Nothing has been written. Give each line once.");

    internal static MmapException NoDump(object? value) => MapErrors.Invalid(
        "A value of the type " + (value?.GetType().ToString() ?? "null") + " is not a line of a dump.", Make);

    internal static MmapException OtherMap(string line) => MapErrors.Invalid(
        "The dump has lines of several maps or files: '" + Shorten(line) + "'.",
        "Nothing has been written. Write the dump of each of them by a command of its own.");

    private static string Shorten(string text)
    {
        string line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestShown ? line : string.Concat(line.AsSpan(0, LongestShown), "...");
    }
}
