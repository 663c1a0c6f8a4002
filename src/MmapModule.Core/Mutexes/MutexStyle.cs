namespace MmapModule;

/// <summary>The kind of lock on a file. Locks of different kinds do not see each other.</summary>
public enum MutexStyle
{
    /// <summary>flock(2): what flock(1), fcntl.flock of Python and FileShare.None of .NET use.</summary>
    Flock,

    /// <summary>The record locks of fcntl(2), on all of the file: what lockf(3), dpkg, passwd and SQLite use.</summary>
    Fcntl,
}
