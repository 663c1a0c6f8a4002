using System;
using System.Text;

namespace MmapModule;

/// <summary>The errors about numbers, text and hex.</summary>
internal static class ValueErrors
{
    private const string OtherEncoding = "Choose another encoding, such as utf8, or give bytes. Nothing has been written.";

    internal static MmapException TooLarge(string message) =>
        new(MmapErrorKind.ValueTooLarge, message, $"Give a value that fits, or choose a larger type with {Option.As}.");

    internal static MmapException NoDecimal(ReadOnlySpan<byte> bytes) => MapErrors.Invalid(
        "The 16 bytes are not a .NET decimal: " + Convert.ToHexString(bytes) + ".",
        $"Check the offset, or read the bytes with another {Option.As}.");

    internal static MmapException HexDump(string text) => MapErrors.Invalid(
        "'" + text + "' looks like a line of a hex dump, with an offset or a column of text that are not bytes.",
        $"Give only the bytes, and their offset with {Option.Offset}. If all of it is bytes, write two digits for each: 'DE AD BE EF'.");

    internal static MmapException NoHex(string text, string why) => MapErrors.Invalid(
        "'" + text + "' is not a hex pattern: " + why + ".",
        "Write two hex digits for each byte, and ?? for any byte, for example 'AA ?? 0F'.");

    internal static string NotTwoDigits(string group) => "'" + group + "' does not have two digits for each byte";

    internal static string NoHexDigit(string digit) => "'" + digit + "' is not a hex digit";

    internal static MmapException NoSuchCharacter(string encoding, string text) => MapErrors.Invalid(
        "The encoding " + encoding + " lacks some of the characters of '" + text + "', so the bytes cannot contain this text.",
        $"Give the {Option.Encoding} that the file is written in, or search with {Option.Hex} or {Option.Bytes}.");

    internal static MmapException NotInEncoding(string what, string character, int position, string encoding) => MapErrors.Invalid(
        FormattableString.Invariant($"{what} has {character} at position {position}, which the encoding {encoding} does not have."),
        OtherEncoding);

    /// <summary>An encoding that somebody else has written has thrown something.</summary>
    internal static MmapException EncodingFailed(string encoding, Exception error) => MapErrors.Invalid(
        "The encoding " + encoding + ", which is not one of .NET's, has failed: '" + error.Message.Trim() + "'.",
        "Fix the encoding, or choose one that .NET has, such as utf8.");

    internal static MmapException LostInEncoding(string what, string encoding) =>
        MapErrors.Invalid(what + " cannot be written in the encoding " + encoding + " without loss.", OtherEncoding);

    internal static string Character(Rune rune) => FormattableString.Invariant($"the character U+{rune.Value:X4}");

    internal static string HalfPair(char half) => FormattableString.Invariant($"half of a surrogate pair (U+{(int)half:X4})");

    internal static MmapException NotUpdatable(object value) =>
        MapErrors.Invalid("A value of the type " + value.GetType() + " cannot be updated.", "Give an integer, a floating-point number or a character.");

    internal static MmapException ExpectedMismatch() => MapErrors.Invalid(
        "CompareExchange, and no other operation, requires the expected value, of the same type as the new one.",
        $"Give {Option.Expected} only together with {Option.Operation} CompareExchange.");

    internal static MmapException TooWideForAtomic(MappedValueType type) => MapErrors.Invalid(
        "There are no atomic operations on a " + type + ": it has 16 bytes, and processors exchange at most 8 in one step.",
        $"Use a type of up to 8 bytes ({Option.As}).");

    internal static MmapException BitsOfFloat(AtomicOperation operation, MappedValueType type) => MapErrors.Invalid(
        "The operation " + operation + " works on the bits of integers, and " + type + " is a floating-point type.",
        $"Use an integer type of the same size ({Option.As}), or another {Option.Operation}.");

    internal static MmapException NoSuchOperation(AtomicOperation operation) =>
        MapErrors.Invalid("There is no operation " + operation + ".", "Use one of " + string.Join(", ", Enum.GetNames<AtomicOperation>()) + ".");
}
