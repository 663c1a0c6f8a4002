using MmapModule.Platform.Windows.Semaphores;

namespace MmapModule.Platform.Windows;

/// <content>Semaphores.</content>
internal sealed partial class WindowsPlatform
{
    /// <inheritdoc/>
    public ISemaphores Semaphores { get; } = new WindowsSemaphores();
}
