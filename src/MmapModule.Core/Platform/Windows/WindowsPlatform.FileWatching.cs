using MmapModule.Platform.Windows.Watching;

namespace MmapModule.Platform.Windows;

/// <content>Noticing what happens to files.</content>
internal sealed partial class WindowsPlatform
{
    /// <inheritdoc/>
    public IFileWatching FileWatching => new WindowsFileWatching(this);
}
