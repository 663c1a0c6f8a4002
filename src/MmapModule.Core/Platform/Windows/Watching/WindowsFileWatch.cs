using System.Threading;

namespace MmapModule.Platform.Windows.Watching;

/// <summary>
/// A path whose folder is watched. An open file could not be replaced by others, so the file is looked at by its path and known
/// by its identity, which on NTFS no other file gets. A mapped file is open anyway.
/// </summary>
internal sealed class WindowsFileWatch : IFileWatch
{
    private readonly IMapPlatform _platform;
    private readonly string _path;
    private readonly MapBacking? _mapped;
    private readonly NameEvents? _events;
    private FileStatus _known;

    /// <param name="platform">The platform.</param>
    /// <param name="path">The path.</param>
    /// <param name="mapped">The file if it is mapped, which belongs to this object from now on; null for the one that has the path now.</param>
    /// <param name="isLengthWanted">Whether changes of the length matter.</param>
    internal WindowsFileWatch(IMapPlatform platform, string path, MapBacking? mapped, bool isLengthWanted)
    {
        _platform = platform;
        _path = path;
        _mapped = mapped;
        _known = mapped is null ? platform.Look(path, followLinks: true) : platform.Stat(mapped);
        _events = NameEvents.TryOpen(path, isLengthWanted);
    }

    /// <inheritdoc/>
    /// <remarks>What has no path any more is as it was when it had one.</remarks>
    public FileStatus Look()
    {
        FileStatus? now = _mapped is null ? _platform.StatPath(_path) : _platform.Stat(_mapped);
        if (now is { } found && found.Identity == _known.Identity)
        {
            _known = found;
        }

        return _known;
    }

    /// <inheritdoc/>
    public void Sleep(int milliseconds)
    {
        if (_events is null)
        {
            Thread.Sleep(milliseconds);
        }
        else
        {
            _events.Sleep(milliseconds);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _events?.Dispose();
        _mapped?.Dispose();
    }
}
