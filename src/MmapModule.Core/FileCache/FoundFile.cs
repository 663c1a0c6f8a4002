namespace MmapModule;

/// <summary>A file that a path stands for.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="IsRegular">Whether it was an ordinary file when it was found; otherwise nobody has looked.</param>
internal readonly record struct FoundFile(string Path, bool IsRegular);
