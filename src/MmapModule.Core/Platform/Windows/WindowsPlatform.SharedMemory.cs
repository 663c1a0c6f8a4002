namespace MmapModule.Platform.Windows;

/// <content>Memory with a name.</content>
internal sealed partial class WindowsPlatform
{
    /// <inheritdoc/>
    public ISharedMemory SharedMemory => MissingPlatform.Instance;
}
