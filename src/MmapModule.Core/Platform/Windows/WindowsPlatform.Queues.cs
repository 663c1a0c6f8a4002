using MmapModule.Platform.Windows.SharedQueues;

namespace MmapModule.Platform.Windows;

/// <content>Message queues.</content>
internal sealed partial class WindowsPlatform
{
    /// <inheritdoc/>
    public IQueues Queues => new WindowsQueues(this);
}
