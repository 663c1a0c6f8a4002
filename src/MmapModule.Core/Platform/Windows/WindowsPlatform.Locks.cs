using MmapModule.Platform.Windows.Locks;

namespace MmapModule.Platform.Windows;

/// <content>Locks on files.</content>
internal sealed partial class WindowsPlatform
{
    /// <inheritdoc/>
    public ILocks Locks => new WindowsLocks(this);
}
