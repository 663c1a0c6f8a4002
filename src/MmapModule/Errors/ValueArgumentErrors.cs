using System;

namespace MmapModule.Errors;

/// <summary>The errors about values that users give, and about text from the pipeline.</summary>
internal static class ValueArgumentErrors
{
    private const string GiveList = "Give a list of values.";

    internal static MmapException NoReadyLayout(string name) => MapErrors.Invalid(
        "The module has no layout '" + name + "'.",
        "Get-MappedStruct lists all of them; New-MappedStruct makes others.");

    internal static MmapException NotOfType(object? value, MappedValueType type) => MapErrors.Invalid(
        "The value " + ValueConversion.Show(value) + " cannot be converted to " + type + "." + ValueConversion.Reason(value),
        "Give a value of this type, or another -As.");

    internal static MmapException TooLarge(object? value, MappedValueType type) => ValueErrors.TooLarge(
        "The value " + ValueConversion.Show(value) + " does not fit into " + type + "."
        + (value is < 0 ? " In PowerShell 0xFFFFFFFF is -1: write 0xFFFFFFFFL for the positive number." : string.Empty));

    internal static MmapException NotWritable(object? value) => MapErrors.Invalid(
        value is null ? "A value is null." : "A value of the type " + value.GetType() + " cannot be written.",
        "Give bytes, text, numbers, characters or GUIDs; -As chooses the type of numbers.");

    internal static MmapException TextIsNoNumber(string text) =>
        MapErrors.Invalid("'" + text + "' is text, not a number.", "Write the number without quotes, a negative one in parentheses: (-1); or give -As.");

    internal static MmapException NotOneNumber(object? value) => MapErrors.Invalid(
        value is null ? "The value is null." : "A value of the type " + value.GetType() + " is not one number.",
        "Give a number; -As chooses its type in memory.");

    internal static MmapException NegativeText(string text) => MapErrors.Invalid(
        "'" + text + "' is text here: PowerShell treats a negative number that is typed as an argument as text.",
        "Write (" + text + ") for the number, or give -As. If the text is meant, use -Text to search for it and -Encoding utf8 to write it.");

    internal static MmapException ContainsItself() => MapErrors.Invalid("The value is a list that contains itself.", GiveList);

    internal static MmapException NestedTooDeep(int deepest) =>
        MapErrors.Invalid(FormattableString.Invariant($"The value has lists nested more than {deepest} levels deep."), GiveList);

    internal static MmapException UnreadableList(string reason) =>
        MapErrors.Invalid("The list of values cannot be read to its end: " + reason, "Give the values as an array.");

    internal static MmapException UnreadableProperty(string name, string reason) => MapErrors.Invalid(
        "The property '" + name + "' cannot be read: " + reason,
        "Give objects whose properties have values. Nothing has been written.");

    internal static MmapException ExpectedTexts() => MapErrors.Invalid(
        "-Expect has a list of texts, which are neither bytes nor hex.",
        "Give all the hex in one text, such as 'AA ?? 0F', or give bytes.");

    internal static MmapException ExpectedNothing() => MapErrors.Invalid("-Expect has no bytes to compare with.", "Give at least one byte, or omit -Expect.");

    internal static MmapException NoLayout(string name) => MapErrors.Invalid(
        "'" + name + "' in -Using is not a layout.",
        "Give the output of New-MappedStruct, a definition or a type: -Using @{ point = 'u16 x; u16 y' }.");

    internal static MmapException MapGrew() => MapErrors.Invalid("The map became longer while the values were collected.", "Write them again.");

    internal static MmapException LostBytes() => MapErrors.Invalid(
        "The text from the pipeline contains the character U+FFFD: it was decoded from bytes that are not text, and those bytes are lost.",
        "For the bytes of a program: Write-MappedRegion $map -FromCommand { program }. For those of a file: -FromFile ./f, or Copy-MappedRegion -Path ./f -Destination $map. For the text of a dump add -FromDump.");

    internal static MmapException SeveralTexts() => MapErrors.Invalid(
        "Several texts came through the pipeline, most likely lines. Their line endings are lost, so they would run together.",
        "Say what ends each text: -NewLine, -NoNewline for nothing, -Separator or -NullTerminate. For the bytes of a program use -FromCommand { program }, for those of a file -FromFile ./f, for one text Get-Content ./f -Raw, and for the lines of a dump -FromDump.");

    /// <summary>What had already been written from the pipeline before an error.</summary>
    internal static string WrittenBefore(long bytes) => FormattableString.Invariant($" {ByteCount.Text(bytes)} from the pipeline {(bytes == 1 ? "was" : "were")} already written.");
}
