using MmapModule.Platform.Windows.Memory;

namespace MmapModule.Platform.Windows;

/// <content>Memory with a name.</content>
internal sealed partial class WindowsPlatform
{
    /// <inheritdoc/>
    public ISharedMemory SharedMemory { get; } = new WindowsSharedMemory();
}
