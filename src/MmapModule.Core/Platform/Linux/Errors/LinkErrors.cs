using System;
using System.IO;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Files;

namespace MmapModule.Platform.Linux.Errors;

/// <summary>The error about a symbolic link that leads to nothing.</summary>
internal static class LinkErrors
{
    /// <summary>The error, if the path is such a link; null if it is not.</summary>
    internal static MmapException? Dangling(string path, bool forWriting)
    {
        string? target = TargetOf(path);
        if (target is null || LinuxFile.TryStat(path, followLinks: true, out _) != Errno.ENOENT)
        {
            return null;
        }

        return new MmapException(
            MmapErrorKind.PathNotFound,
            "'" + path + "' is a symbolic link to '" + target + "', which does not exist." + (forWriting ? " No file is created through such a link." : string.Empty),
            "Create the target first or name it instead of the link, or remove the link (see ls -l).")
        {
            ErrnoName = Errno.Name(Errno.ENOENT),
            NativeCall = "open",
            Path = path,
            IsWrite = forWriting,
        };
    }

    private static string? TargetOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
