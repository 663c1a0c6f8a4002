namespace MmapModule.Platform;

/// <summary>The type of file behind a map.</summary>
internal enum BackingType
{
    None,
    RegularFile,
    Directory,
    BlockDevice,
    CharacterDevice,
    Pipe,
    Socket,
    Link,
    Other,
}
