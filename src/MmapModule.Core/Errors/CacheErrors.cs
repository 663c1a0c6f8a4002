using MmapModule.Platform;

namespace MmapModule;

/// <summary>The errors about files that have no page cache.</summary>
internal static class CacheErrors
{
    internal static MmapException NoCache(string path, BackingType type)
    {
        return new MmapException(
            MmapErrorKind.NotMappable,
            "'" + path + "' has no pages in the page cache: it is " + FileTypes.Name(type) + ".",
            type == BackingType.Directory ? $"Add {Option.Recurse} for all files in the folder." : "Give the path of an ordinary file or a block device.")
        {
            Path = path,
        };
    }

    internal static MmapException NoExtents(string path, BackingType type) => new(
        MmapErrorKind.NotMappable,
        "'" + path + "' has no extents: it is " + FileTypes.Name(type) + ".",
        type == BackingType.Directory ? "Give the files in it; Get-ChildItem lists them." : "Give the path of an ordinary file or a block device.")
    {
        Path = path,
    };
}
