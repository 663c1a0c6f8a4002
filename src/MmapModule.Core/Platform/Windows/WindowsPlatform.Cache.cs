namespace MmapModule.Platform.Windows;

/// <content>What is in memory.</content>
internal sealed partial class WindowsPlatform
{
    /// <inheritdoc/>
    public IPageCache Cache => MissingPlatform.Instance;
}
