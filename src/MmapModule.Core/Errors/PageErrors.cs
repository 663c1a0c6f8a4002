using System;

namespace MmapModule;

/// <summary>The errors about pages and seals.</summary>
internal static class PageErrors
{
    internal static MmapException NotWholePages(string verb, MapRange range, long pageSize, long pageOffset, string? path) => MapErrors.Invalid(
        FormattableString.Invariant($"The kernel {verb} only whole pages, but the range of {range.Length} bytes at offset {range.Offset} does not begin and end at a page boundary."),
        FormattableString.Invariant($"The page size is {pageSize}: offset{(pageOffset == 0 ? string.Empty : FormattableString.Invariant($" + {pageOffset}"))} and length must be multiples of it."),
        path);

    internal static MmapException NoFileToSeal() => MapErrors.Invalid("Anonymous memory has no file that could be sealed.", $"Use New-MemoryMap {Option.MemoryFile}.");

    internal static MmapException NoSeal(string? path) => MapErrors.Invalid("There is no seal to add.", "Give at least one of Shrink, Grow, Write, FutureWrite and Seal.", path);
}
