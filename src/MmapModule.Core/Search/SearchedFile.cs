using System;

namespace MmapModule.Search;

/// <summary>A file to search, or what is wrong with it or a folder already.</summary>
/// <param name="File">The file.</param>
/// <param name="Error">What is wrong; null if it can be searched.</param>
/// <param name="IsNamed">Whether it was given by its own name, and not found.</param>
internal readonly record struct SearchedFile(FoundFile File, Exception? Error, bool IsNamed)
{
    internal SearchedFile(string path, Exception error)
        : this(new FoundFile(path, IsRegular: false), error, IsNamed: false)
    {
    }

    internal string Path => File.Path;
}
