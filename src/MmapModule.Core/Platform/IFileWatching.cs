namespace MmapModule.Platform;

/// <summary>Noticing what happens to files and their names.</summary>
internal interface IFileWatching
{
    /// <summary>Begins to watch a file and its path. What happens from now on ends a sleep, or has been noted when the next one begins.</summary>
    /// <param name="path">The path.</param>
    /// <param name="mapped">The file, if it is open already; otherwise the one that has the path now.</param>
    /// <param name="isLengthWanted">Whether changes of the length matter, and not only what happens to the path.</param>
    IFileWatch Watch(string path, MapBacking? mapped, bool isLengthWanted);
}
