using System;

namespace MmapModule;

/// <summary>The errors about maps that cannot get another length.</summary>
internal static class ResizeErrors
{
    private const string NewMap = "Create a new map of the wanted size.";

    internal static MmapException NoFile(string? path) => MapErrors.Invalid("The map has no file with a length.", $"Give the new length with {Option.Size}.", path);

    internal static MmapException NoFileToResize(string? path) => MapErrors.Invalid(
        "The map has no file that could be made longer or shorter.",
        $"Omit {Option.ResizeFile}, or use {Option.MemoryFile} for memory that can grow.",
        path);

    internal static MmapException SharedAnonymous() => MapErrors.Invalid(
        "Shared anonymous memory cannot grow: the kernel would give addresses without memory.",
        $"Use New-MemoryMap {Option.MemoryFile}, which can grow with {Option.ResizeFile}, or {Option.Anonymous} {Option.Private}.");

    internal static MmapException Segment() => MapErrors.Invalid(
        "A System V segment has the size with which it was created: pages beyond it would be addresses without memory.",
        $"Create a new segment of the wanted size, or use shared memory with a name, which can grow with {Option.ResizeFile}.");

    internal static MmapException Truncated(string? path, long end, long start) => new(
        MmapErrorKind.RegionTruncated,
        FormattableString.Invariant($"'{path}' has been truncated to {end} bytes, so there is nothing at offset {start}, where the map starts."),
        "Remove the map, and create a new one when the file has content again.")
    {
        Path = path,
    };

    internal static MmapException ReadOnly(string? path) => new(
        MmapErrorKind.AccessDenied,
        "'" + path + "' was opened for reading only, so its length cannot be changed.",
        $"Map it shared with {Option.Protection} ReadWrite.")
    {
        Path = path,
        IsWrite = true,
    };

    internal static MmapException Changed(string? path) =>
        MapErrors.Invalid("A map cannot be resized after parts of it were unmapped, guarded or given another protection.", NewMap, path);

    internal static MmapException Empty(string? path) => MapErrors.Invalid("Only a map of a file can be empty.", "Give a size above 0, or remove the map.", path);

    internal static MmapException HugePages(string? path) => MapErrors.Invalid("A map of huge pages cannot be resized.", NewMap, path);
}
