using MmapModule.Platform.Windows.Cache;

namespace MmapModule.Platform.Windows;

/// <content>What is in memory.</content>
internal sealed partial class WindowsPlatform
{
    /// <inheritdoc/>
    public IPageCache Cache { get; } = new WindowsPageCache();
}
