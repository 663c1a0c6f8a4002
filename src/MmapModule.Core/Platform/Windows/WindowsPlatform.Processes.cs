using MmapModule.Platform.Windows.Processes;

namespace MmapModule.Platform.Windows;

/// <content>What processes map.</content>
internal sealed partial class WindowsPlatform
{
    /// <inheritdoc/>
    public IProcessInspector Processes { get; } = new WindowsProcesses();
}
