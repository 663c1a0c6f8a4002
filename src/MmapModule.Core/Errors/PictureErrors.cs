namespace MmapModule;

/// <summary>The errors about pictures.</summary>
internal static class PictureErrors
{
    internal static MmapException OwnFile(string path) => new(
        MmapErrorKind.InvalidArgument,
        "'" + path + "' is the file that is shown: the picture would take its place. Nothing has been written.",
        "Give another path for the picture.")
    {
        Path = path,
        IsWrite = true,
    };
}
