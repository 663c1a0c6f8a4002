namespace MmapModule.Platform;

/// <summary>Opens files for writing that must not be there before.</summary>
internal static class NewFile
{
    /// <summary>Opens a file for writing, and creates it if need be.</summary>
    /// <param name="platform">The system.</param>
    /// <param name="path">The full path.</param>
    /// <param name="mode">The mode of a new file; the umask still narrows it.</param>
    /// <param name="noClobber">It is an error if the file is there.</param>
    /// <exception cref="MmapException">FileExists: it has not been touched; or it cannot be opened.</exception>
    internal static MapBacking OpenForWriting(IMapPlatform platform, string path, uint mode, bool noClobber)
    {
        // A file that may not be written is there all the same, so that is asked first; the answer may be old when it is opened.
        if (noClobber && platform.StatPath(path) is not null)
        {
            throw CopyErrors.Exists(path);
        }

        MapBacking file = platform.OpenFile(path, writable: true, create: true, mode);
        if (noClobber && !file.IsCreated)
        {
            file.Dispose();
            throw CopyErrors.Exists(path);
        }

        return file;
    }
}
