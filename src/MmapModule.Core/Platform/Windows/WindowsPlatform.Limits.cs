using MmapModule.Platform.Windows.Limits;

namespace MmapModule.Platform.Windows;

/// <content>Limits and their use.</content>
internal sealed partial class WindowsPlatform
{
    /// <inheritdoc/>
    public ILimits Limits => new WindowsLimits(this);
}
