using System;
using System.Globalization;
using System.Text;

namespace MmapModule;

/// <summary>The errors about regular expressions.</summary>
internal static class RegexErrors
{
    internal static MmapException Empty() => MapErrors.Invalid("There is nothing to search for: the pattern is empty.", "Give at least one byte or character.");

    internal static MmapException Wrong(string pattern, ArgumentException error) => MapErrors.Invalid(
        "'" + pattern + "' is not a regular expression: " + error.Message,
        $"See about_Regular_Expressions; write special characters with a backslash, or search with {Option.Text}.");

    internal static MmapException Unsupported(string pattern, string what) => MapErrors.Invalid(
        "The regular expression '" + pattern + "' contains " + what + ", which cannot be searched for in bytes.",
        "Write it without; the start of the searched range is \\A, its end is \\z.");

    internal static MmapException Posix(string pattern, string name) => MapErrors.Invalid(
        "The regular expression '" + pattern + "' contains " + name + ", which is not a character class in .NET.",
        "Name the bytes: [a-zA-Z] for [:alpha:], [0-9] or \\d for [:digit:], \\s for [:space:]. For a real bracket write \\[.");

    internal static MmapException NoByte(string pattern, char character) => MapErrors.Invalid(
        FormattableString.Invariant($"The regular expression '{pattern}' contains the character \\u{(int)character:X4}, which is not one byte."),
        $"Write the bytes of the file instead, such as (?:\\xC3\\xA4), or search with {Option.Text}, which knows encodings.");

    internal static MmapException NoUnits(string pattern, Encoding encoding) => MapErrors.Invalid(
        FormattableString.Invariant($"The regular expression '{pattern}' cannot be searched for in text of code page {encoding.CodePage}: its characters are neither bytes with ASCII among them nor the two-byte units of UTF-16."),
        $"Search with {Option.Text}, which knows all encodings, or with {Option.Hex}.");

    internal static MmapException TooManyCharacters(string pattern) => MapErrors.Invalid(
        "The regular expression '" + pattern + "' tells too many characters apart: more than 127 that are not ASCII.",
        "Search for a part of them at a time, or name them as ranges, such as [\u4E00-\u9FFF].");

    internal static MmapException Failed(string pattern, MemoryMap map, long offset, Exception error) => new(
        MmapErrorKind.InvalidArgument,
        FormattableString.Invariant($"The regular expressions of .NET fail on '{pattern}' at offset {offset} (0x{offset:X}): {error.Message}"),
        "Rewrite the expression, for example without repeated groups.")
    {
        Path = map.Path,
        Offset = offset,
    };

    internal static MmapException TooSlow(string pattern, MemoryMap map, long offset) => new(
        MmapErrorKind.InvalidArgument,
        FormattableString.Invariant($"The regular expression '{pattern}' takes too long at offset {offset} (0x{offset:X}): the ways to match multiply there."),
        "Avoid repetitions inside repetitions, such as (a+)+, or make them atomic: (?>...).")
    {
        Path = map.Path,
        Offset = offset,
    };

    internal static MmapException NoGroups(string pattern, MemoryMap map, long offset) => new(
        MmapErrorKind.InvalidArgument,
        FormattableString.Invariant($"What the brackets of the regular expression '{pattern}' match at offset {offset} (0x{offset:X}) cannot be found out: the ways to match multiply there, or the bytes have changed."),
        "Avoid repetitions inside repetitions, such as (a+)+, or write brackets that need not be remembered as (?:...).")
    {
        Path = map.Path,
        Offset = offset,
    };

    internal static MmapException TooLong(string pattern, MemoryMap map, long offset) => new(
        MmapErrorKind.InvalidArgument,
        FormattableString.Invariant($"Whether the regular expression '{pattern}' matches at offset {offset} (0x{offset:X}) cannot be decided within the next GiB."),
        $"Avoid look-arounds, back references and atomic groups, which need all of a hit in memory, or search smaller ranges with {Option.Offset} and {Option.Length}.")
    {
        Path = map.Path,
        Offset = offset,
    };

    /// <summary>Refuses characters that are not one byte each; silently they would find nothing, or something else.</summary>
    internal static void ThrowUnlessAscii(string pattern)
    {
        foreach (Rune rune in pattern.EnumerateRunes())
        {
            if (!rune.IsAscii)
            {
                StringBuilder bytes = new("(?:");
                foreach (byte value in Encoding.UTF8.GetBytes(rune.ToString()))
                {
                    bytes.Append(CultureInfo.InvariantCulture, $"\\x{value:X2}");
                }

                throw MapErrors.Invalid(
                    "The regular expression '" + pattern + "' contains '" + rune + "', which is not one byte.",
                    "Write its bytes, in UTF-8 " + bytes.Append(')') + $", or search with {Option.Text}, which knows encodings.");
            }
        }
    }
}
