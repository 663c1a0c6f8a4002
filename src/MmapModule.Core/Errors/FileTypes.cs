using MmapModule.Platform;

namespace MmapModule;

/// <summary>What files are called in sentences.</summary>
internal static class FileTypes
{
    internal static string Name(BackingType type) => type switch
    {
        BackingType.Directory => "a folder",
        BackingType.Pipe => "a pipe",
        BackingType.Socket => "a socket",
        BackingType.CharacterDevice => "a character device",
        BackingType.BlockDevice => "a block device",
        BackingType.RegularFile => "a virtual file that the kernel generates when it is read",
        _ => "not a file",
    };
}
