namespace MmapModule.Binding;

/// <summary>A file that an object names: its path is taken literally.</summary>
/// <param name="Path">The path.</param>
/// <param name="IsFolder">The object is a folder, so the path of a file was not meant.</param>
internal sealed record LiteralFile(string Path, bool IsFolder)
{
    /// <inheritdoc/>
    public override string ToString() => Path;
}
