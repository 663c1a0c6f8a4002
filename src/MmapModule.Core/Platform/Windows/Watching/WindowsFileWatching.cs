using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Errors;
using MmapModule.Platform.Windows.Files;

namespace MmapModule.Platform.Windows.Watching;

/// <summary>Watching files by their folders.</summary>
internal sealed class WindowsFileWatching : IFileWatching
{
    private readonly IMapPlatform _platform;

    internal WindowsFileWatching(IMapPlatform platform) => _platform = platform;

    /// <inheritdoc/>
    public IFileWatch Watch(string path, MapBacking? mapped, bool isLengthWanted) =>
        new WindowsFileWatch(_platform, path, mapped is null ? Open(path) : _platform.OpenHandle(mapped.File), isLengthWanted);

    /// <summary>Holds the file without the right to read it, and without keeping anybody from anything.</summary>
    private static MapBacking Open(string path)
    {
        SafeFileHandle file = WindowsFile.Open(path, FileConstants.FILE_READ_ATTRIBUTES, FileConstants.FILE_SHARE_ALL, FileConstants.OPEN_EXISTING, FileConstants.FILE_FLAG_BACKUP_SEMANTICS, out int error);
        if (error == 0)
        {
            error = WindowsFile.TryStat(file, out FileStatus status);
            if (error == 0)
            {
                return new MapBacking
                {
                    File = file,
                    Path = path,
                    Type = status.Type,
                    Identity = status.Identity,
                    IsWritable = false,
                    IsCoherent = false,
                    IsNetwork = false,
                    NeedsProcessorCopy = false,
                };
            }
        }

        file.Dispose();
        throw WindowsErrors.Translate(error, new NativeFailure { Call = "CreateFile", Path = path });
    }
}
