using MmapModule.Platform.Windows.Waiting;

namespace MmapModule.Platform.Windows;

/// <content>Waiting on words of memory.</content>
internal sealed partial class WindowsPlatform
{
    /// <inheritdoc/>
    public IWaiting Waiting { get; } = new WindowsWaiting();
}
