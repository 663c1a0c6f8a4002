namespace MmapModule.Platform.Windows.Watching;

/// <summary>Watching files by their folders.</summary>
internal sealed class WindowsFileWatching : IFileWatching
{
    private readonly IMapPlatform _platform;

    internal WindowsFileWatching(IMapPlatform platform) => _platform = platform;

    /// <inheritdoc/>
    public IFileWatch Watch(string path, MapBacking? mapped, bool isLengthWanted) =>
        new WindowsFileWatch(_platform, path, mapped is null ? null : _platform.OpenHandle(mapped.File), isLengthWanted);
}
