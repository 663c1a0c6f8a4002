using System;

namespace MmapModule;

/// <summary>What a walk through folders leaves out.</summary>
internal sealed record FileTreeOptions
{
    /// <summary>Whether a file or folder is looked at; a folder that is not wanted is not entered.</summary>
    internal Func<string, bool> IsWanted { get; init; } = static _ => true;

    /// <summary>Whether a file is wanted.</summary>
    internal Func<string, bool> IsWantedFile { get; init; } = static _ => true;

    /// <summary>Enter folders and take files that symbolic links lead to; each folder is entered once.</summary>
    internal bool FollowSymlink { get; init; }

    /// <summary>Stay on the file system of the folder where the walk begins.</summary>
    internal bool OneFileSystem { get; init; }

    /// <summary>A file with several names comes with each of them.</summary>
    internal bool EveryName { get; init; }
}
