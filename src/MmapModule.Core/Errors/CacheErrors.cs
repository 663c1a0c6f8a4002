using MmapModule.Platform;

namespace MmapModule;

/// <summary>Words the errors about files that have no page cache.</summary>
internal static class CacheErrors
{
    internal static MmapException NoCache(string path, BackingType type)
    {
        string what = type switch
        {
            BackingType.Directory => "a folder",
            BackingType.Pipe => "a pipe",
            BackingType.Socket => "a socket",
            BackingType.CharacterDevice => "a character device",
            BackingType.RegularFile => "a file that the kernel makes up while it is read, like those below /proc and /sys",
            _ => "not a file",
        };
        return new MmapException(
            MmapErrorKind.NotMappable,
            "'" + path + "' has no pages in the page cache: it is " + what + ".",
            type == BackingType.Directory ? "Add -Recurse for all files in the folder." : "Give the path of an ordinary file or a block device.")
        {
            Path = path,
        };
    }
}
