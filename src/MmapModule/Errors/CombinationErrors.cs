using System;

namespace MmapModule.Errors;

/// <summary>The errors about parameters that do not go together.</summary>
internal static class CombinationErrors
{
    internal static MmapException FirstAndLast() =>
        MapErrors.Invalid("-First and -Last cannot be used together.", "Search twice, or filter the hits with Select-Object.");

    internal static MmapException NoInput() => MapErrors.Invalid(
        "There is nothing to work with: no map, region or file is given.",
        "Give a map, a region, the path of a file or the id of a map as the first argument or through the pipeline; -LiteralPath takes a path literally.");

    internal static MmapException NoSearchedInput(string text) => MapErrors.Invalid(
        "'" + text + "' is the text to find, but nothing says where: no map, region or file is given.",
        "Write the text and then the file: Search-MappedRegion TEXT ./file; or name it: Search-MappedRegion ./file -Text TEXT (-Hex, -Pattern, ...).");

    internal static MmapException InputTwice() => MapErrors.Invalid(
        "The input is given twice: by -Path or -LiteralPath, and by position or through the pipeline.",
        "Give it once. An argument after -Path without a name is taken for an input, so name the others, for example -Offset and -Length.");

    internal static MmapException TreeWithoutRecurse() => MapErrors.Invalid(
        "-Include, -Exclude, -FollowSymlink and -OneFileSystem apply to the files in folders, and require -Recurse.",
        "Add -Recurse, or choose files by wildcards: *.log.");

    internal static MmapException OneInput(int count) => MapErrors.Invalid(
        FormattableString.Invariant($"One map, region or file is expected here, and {count} are given."),
        "Call the cmdlet once for each of them.");

    internal static MmapException OnePicture(string path) => MapErrors.Invalid(
        "'" + path + "' already holds the picture of another input, which would be lost.",
        "Call the cmdlet once for each input, with another -OutFile.");

    internal static MmapException WholeMap(MappedMemory region) => MapErrors.Invalid(
        "This cmdlet requires a whole map, but '" + region + "' is a region of one.",
        "Give the map: the property Map of the region.");

    internal static MmapException SummaryOfParts() => MapErrors.Invalid(
        "-Summary adds up whole processes, so it cannot be combined with -Detailed or -Path.",
        "Omit -Summary, and use Measure-Object to add up the numbers.");

    internal static MmapException TotalsOfParts() => MapErrors.Invalid(
        "-Summary writes totals only, so there is no place for what -Detailed tells.",
        "Give one of them.");

    internal static MmapException SparseWithoutResizeFile() => MapErrors.Invalid("-Sparse requires -ResizeFile.", "Add -ResizeFile, or omit -Sparse.");

    internal static MmapException LayoutAnd(string parameter) =>
        MapErrors.Invalid("-" + parameter + " cannot be combined with -Struct.", "Put it into the layout: see about_MmapModule_Structs.");

    internal static MmapException NotInStyle(string parameter, DumpStyle style) =>
        MapErrors.Invalid("-" + parameter + " has no meaning with -As " + style + ".", "Omit it, or choose another -As.");

    internal static MmapException DumpAnd(string parameter) =>
        MapErrors.Invalid("-" + parameter + " cannot be combined with a dump, which says itself what is where.", "Omit it.");

    internal static MmapException SeparatorTwice() =>
        MapErrors.Invalid("-Separator, -NewLine, -NoNewline and -NullTerminate say different things about what stands between texts.", "Give one of them.");

    internal static MmapException PadWithoutRegion() => MapErrors.Invalid(
        "-Pad fills up a region, but this is a whole map or file, all of which would be overwritten.",
        "Write to a hit of a search, or to a part: Select-MappedRegion ... | Write-MappedRegion -Pad.");

    internal static MmapException PadTooLong(long length) => MapErrors.Invalid(
        FormattableString.Invariant($"-Pad would have to fill {length} bytes."),
        "Write without -Pad, and fill the rest with Clear-MappedRegion -Fill.");

    internal static MmapException AppendAnd(string what) => MapErrors.Invalid(
        "-Append cannot be combined with " + what + ".", "Omit one of them.");

    internal static MmapException OnlyForFiles(string parameter) => MapErrors.Invalid(
        "-" + parameter + " applies to the path of an ordinary file, and the destination is none.",
        "Omit it, or give the path of a file.");

    internal static MmapException NewWithoutFile(string parameter, string needed) =>
        MapErrors.Invalid("-" + parameter + " requires " + needed + ".", "Add it, or omit -" + parameter + ".");

    internal static MmapException AdviceNeedsForce(MapAdvice advice) => MapErrors.Invalid(
        "The advice " + advice + (MapAdvices.DestroysFile(advice) ? " destroys the content of the file (it punches a hole)" : " destroys data") + ", so it requires -Force.",
        "Add -Force if that is what you want; -WhatIf shows the range.");

    internal static MmapException PartialItems(long? length, int size, string what) => MapErrors.Invalid(
        FormattableString.Invariant($"-Length {length} is not a multiple of the {size} bytes of {what}."),
        "Give a multiple, or -Count instead of -Length.");

    internal static MmapException MoreItemsThanLength(long count, string what, long length, long? given) => MapErrors.Invalid(
        FormattableString.Invariant($"{count} values of {what} have {length} bytes, more than -Length {given}."),
        "Give a smaller -Count or a larger -Length.");

    internal static MmapException ReuseWithoutChunks() => MapErrors.Invalid(
        "-ReuseArray is for the chunks of -ChunkSize; without it there is only one array.",
        "Add -ChunkSize, or omit -ReuseArray.");
}
