using System;
using System.IO;
using System.Threading;

namespace MmapModule.Platform.Windows.Watching;

/// <summary>Tells when something happens to a name in a folder (ReadDirectoryChangesW). What happens between two sleeps ends the next one.</summary>
internal sealed class NameEvents : IDisposable
{
    private readonly FileSystemWatcher _watcher;
    private readonly ManualResetEventSlim _happened = new(false);

    private NameEvents(FileSystemWatcher watcher)
    {
        _watcher = watcher;
        watcher.Changed += (_, _) => Happened();
        watcher.Created += (_, _) => Happened();
        watcher.Deleted += (_, _) => Happened();
        watcher.Renamed += (_, _) => Happened();
        watcher.Error += (_, _) => Happened();
    }

    /// <summary>Begins to watch a path; null if its folder cannot be watched.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="isLengthWanted">Whether changes of the length matter.</param>
    internal static NameEvents? TryOpen(string path, bool isLengthWanted)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(Path.GetDirectoryName(path) ?? string.Empty, Path.GetFileName(path))
            {
                NotifyFilter = NotifyFilters.FileName | (isLengthWanted ? NotifyFilters.Size | NotifyFilters.LastWrite : 0),
            };
            NameEvents events = new(watcher);
            watcher.EnableRaisingEvents = true;
            return events;
        }
        catch (Exception error) when (error is ArgumentException or IOException or UnauthorizedAccessException)
        {
            watcher?.Dispose();
            return null;
        }
    }

    /// <summary>Sleeps until something happens, but not longer than this.</summary>
    internal void Sleep(int milliseconds)
    {
        _ = _happened.Wait(milliseconds);
        _happened.Reset();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watcher.Dispose();
        _happened.Dispose();
    }

    private void Happened()
    {
        try
        {
            _happened.Set();
        }
        catch (ObjectDisposedException)
        {
            // The watch has just ended.
        }
    }
}
