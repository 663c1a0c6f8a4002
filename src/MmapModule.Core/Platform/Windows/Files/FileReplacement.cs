using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Errors;

namespace MmapModule.Platform.Windows.Files;

/// <summary>
/// Writes a file as a whole: a new one is filled beside it and takes its place at the end, so that there is the old content
/// or the new one at every moment, whatever fails.
/// </summary>
internal sealed class FileReplacement : IFileReplacement
{
    private const int LongestName = 60;

    private readonly WindowsPlatform _platform;
    private readonly FileIdentity? _old;
    private readonly string _target;
    private readonly string _beside;
    private bool _isGone;

    private FileReplacement(WindowsPlatform platform, FileIdentity? old, string target, string beside, MapBacking file)
    {
        _platform = platform;
        _old = old;
        _target = target;
        _beside = beside;
        File = file;
    }

    /// <summary>What is to be filled.</summary>
    public MapBacking File { get; }

    /// <summary>Begins.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="path">The file to replace, or to create.</param>
    /// <param name="isMapped">Whether this process maps a file.</param>
    /// <returns>Null if the file has to be written where it is: a link, a file with several names or that this process maps, or a folder that takes no new file.</returns>
    /// <exception cref="MmapException">The file cannot be written at all; nothing has been touched.</exception>
    internal static FileReplacement? TryBegin(WindowsPlatform platform, string path, Func<FileIdentity, bool> isMapped)
    {
        FileIdentity? old = null;
        if (WindowsFile.TryStat(path, followLinks: false, out FileStatus status) == Win32Error.ERROR_SUCCESS)
        {
            if (status.Type != BackingType.RegularFile || status.LinkCount != 1 || isMapped(status.Identity))
            {
                return null;
            }

            // Whether it may be written at all is found out before anything is done.
            platform.OpenFile(path, writable: true, create: false).Dispose();
            old = status.Identity;
        }

        string name = Path.GetFileName(path);
        string shown = name.Length <= LongestName ? name : name[..LongestName];
        string beside = Path.Combine(Path.GetDirectoryName(path) ?? string.Empty, shown + "." + Path.GetRandomFileName() + ".tmp");
        const uint access = FileConstants.GENERIC_READ | FileConstants.GENERIC_WRITE;
        SafeFileHandle file = WindowsFile.Open(beside, access, FileConstants.FILE_SHARE_ALL, FileConstants.CREATE_NEW, FileConstants.FILE_ATTRIBUTE_NORMAL, out int error);
        if (error != Win32Error.ERROR_SUCCESS)
        {
            return error is Win32Error.ERROR_PATH_NOT_FOUND or Win32Error.ERROR_DISK_FULL or Win32Error.ERROR_TOO_MANY_OPEN_FILES
                ? throw WindowsErrors.Translate(error, new NativeFailure { Call = "CreateFile", Path = path, ForWriting = true })
                : null;
        }

        return new FileReplacement(platform, old, path, beside, WindowsPlatform.Own(file, path, new NativeFailure { Call = "CreateFile", Path = path, ForWriting = true }));
    }

    /// <summary>Puts the new file in its place. An existing file keeps its attributes and its access list.</summary>
    /// <returns>False, with the old file untouched, if the system does not let it: the old one is mapped, or open without sharing.</returns>
    /// <exception cref="MmapException">The bytes could not be written to the disk, or another file has taken the place of the old one.</exception>
    public bool TryCommit()
    {
        if (_old is not null)
        {
            // Without this a power failure could leave the name without content.
            _platform.FlushFile(File);
            if (_platform.StatPath(_target)?.Identity != _old)
            {
                throw MapErrors.Replaced(_target);
            }
        }

        // Replacing opens the new file without sharing it for writing.
        File.Dispose();
        string from = FilePath.Native(_beside);
        string to = FilePath.Native(_target);
        _isGone = _old is null
            ? Kernel32.MoveFileExW(from, to, 0) != 0
            : Replace(to, from);
        return _isGone;
    }

    /// <summary>ReplaceFile may fail when it has removed the old file already, and not renamed the new one (ERROR_UNABLE_TO_MOVE_REPLACEMENT): then only the new one is left.</summary>
    private static bool Replace(string to, string from) =>
        Kernel32.ReplaceFileW(to, from, null, FileConstants.REPLACEFILE_IGNORE_MERGE_ERRORS, 0, 0) != 0
            || (!System.IO.File.Exists(to) && Kernel32.MoveFileExW(from, to, 0) != 0);

    /// <summary>Removes what has not taken its place.</summary>
    public void Dispose()
    {
        File.Dispose();
        if (_isGone)
        {
            return;
        }

        try
        {
            System.IO.File.Delete(FilePath.Native(_beside));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The failure that led here is the one to report.
        }
    }
}
