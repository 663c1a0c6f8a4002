using System;

namespace MmapModule.Platform;

/// <summary>A file that is being watched. It stays open, so no other file can take its identity.</summary>
internal interface IFileWatch : IDisposable
{
    /// <summary>The status of the file, whatever has become of its path.</summary>
    FileStatus Look();

    /// <summary>Sleeps until something may have happened, but not for longer than this. Where the system tells nothing, it only sleeps.</summary>
    void Sleep(int milliseconds);
}
