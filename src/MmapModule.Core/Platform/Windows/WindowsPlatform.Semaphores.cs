namespace MmapModule.Platform.Windows;

/// <content>Semaphores.</content>
internal sealed partial class WindowsPlatform
{
    /// <inheritdoc/>
    public ISemaphores Semaphores => MissingPlatform.Instance;
}
