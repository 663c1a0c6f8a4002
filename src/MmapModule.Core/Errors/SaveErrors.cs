namespace MmapModule;

/// <summary>Words the errors about maps that cannot be saved.</summary>
internal static class SaveErrors
{
    internal static MmapException NothingToSave(bool hasNoFile, bool isSnapshot, string? path) => MapErrors.Invalid(
        hasNoFile ? "The map has no file to write to."
            : isSnapshot ? "A snapshot is a copy that cannot be changed, so there is nothing to write back."
            : "The changes of a shared map are already in its file.",
        hasNoFile || isSnapshot ? $"Name a file with {Option.Path}." : $"Use Sync-MemoryMap to get them onto the disk, or {Option.Path} to write a copy.",
        path);
}
