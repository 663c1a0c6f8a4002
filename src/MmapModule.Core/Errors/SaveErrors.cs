using System;

namespace MmapModule;

/// <summary>The errors about maps that cannot be saved.</summary>
internal static class SaveErrors
{
    internal static MmapException NothingToSave(bool hasNoFile, bool isSnapshot, string? path) => MapErrors.Invalid(
        hasNoFile ? "The map has no file to write to."
            : isSnapshot ? "A snapshot is a copy that cannot be changed, so there is nothing to write back."
            : "The changes of a shared map are already in its file.",
        hasNoFile || isSnapshot ? $"Name a file with {Option.Path}." : $"Use Sync-MemoryMap to get them onto the disk, or {Option.Path} to write a copy.",
        path);

    internal static MmapException NoRoom(string? path, long size, long end) => new(
        MmapErrorKind.RegionTruncated,
        FormattableString.Invariant($"'{path}' has been truncated to {size} bytes, so bytes up to offset {end} would no longer fit. Nothing has been written."),
        $"Save to another file with {Option.Path}, so that no change is lost.")
    {
        Path = path,
        IsWrite = true,
    };
}
