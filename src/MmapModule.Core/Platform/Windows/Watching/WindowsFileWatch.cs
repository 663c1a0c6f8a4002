using System.IO;
using System.Threading;
using MmapModule.Interop.Windows;

namespace MmapModule.Platform.Windows.Watching;

/// <summary>A file whose folder is watched. The size in the folder may lag behind that of a file that is open, so the looks between the sleeps count.</summary>
internal sealed class WindowsFileWatch : IFileWatch
{
    private const uint NameChanges = ObjectConstants.FILE_NOTIFY_CHANGE_FILE_NAME;
    private const uint LengthChanges = ObjectConstants.FILE_NOTIFY_CHANGE_SIZE | ObjectConstants.FILE_NOTIFY_CHANGE_LAST_WRITE;

    private readonly IMapPlatform _platform;
    private readonly MapBacking _file;
    private readonly ChangeNotification? _changes;

    /// <param name="platform">The platform.</param>
    /// <param name="path">The path.</param>
    /// <param name="file">The open file; it belongs to this object from now on.</param>
    /// <param name="isLengthWanted">Whether changes of the length matter.</param>
    internal WindowsFileWatch(IMapPlatform platform, string path, MapBacking file, bool isLengthWanted)
    {
        _platform = platform;
        _file = file;
        _changes = Path.GetDirectoryName(path) is { Length: > 0 } folder ? ChangeNotification.TryOpen(folder, NameChanges | (isLengthWanted ? LengthChanges : 0)) : null;
    }

    /// <inheritdoc/>
    public FileStatus Look() => _platform.Stat(_file);

    /// <inheritdoc/>
    public void Sleep(int milliseconds)
    {
        if (_changes?.TrySleep(milliseconds) != true)
        {
            Thread.Sleep(milliseconds);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _changes?.Dispose();
        _file.Dispose();
    }
}
