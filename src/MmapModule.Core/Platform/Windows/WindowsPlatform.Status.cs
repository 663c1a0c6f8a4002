using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Enumeration;
using System.Threading;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Errors;
using MmapModule.Platform.Windows.Files;

namespace MmapModule.Platform.Windows;

/// <content>What there is to know about files and folders.</content>
internal sealed partial class WindowsPlatform
{
    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false, ReturnSpecialDirectories = false };

    /// <inheritdoc/>
    public FileStatus Stat(MapBacking backing)
    {
        if (backing.MemoryLength is { } length)
        {
            return new FileStatus(BackingType.RegularFile, length, backing.Identity, 0, 0, MapBacking.NewFileMode, 0, default);
        }

        int error = WindowsFile.TryStat(backing.File, out FileStatus status);
        return error == Win32Error.ERROR_SUCCESS ? status : throw WindowsErrors.Translate(error, new NativeFailure { Call = "GetFileInformationByHandle", Path = backing.Path });
    }

    /// <inheritdoc/>
    public FileStatus? StatPath(string path) =>
        WindowsFile.TryStat(path, followLinks: true, out FileStatus status) == Win32Error.ERROR_SUCCESS ? status : null;

    /// <inheritdoc/>
    public FileStatus Look(string path, bool followLinks)
    {
        int error = WindowsFile.TryStat(path, followLinks, out FileStatus status);
        return error == Win32Error.ERROR_SUCCESS ? status : throw WindowsErrors.Translate(error, new NativeFailure { Call = "CreateFile", Path = path });
    }

    /// <inheritdoc/>
    public void List(string folder, ICollection<FolderEntry> entries, CancellationToken cancellation)
    {
        try
        {
            FileSystemEnumerable<FolderEntry> found = new(
                FilePath.Native(folder),
                static (ref FileSystemEntry entry) => new FolderEntry(entry.FileName.ToString(), TypeOf(entry.Attributes)),
                s_everything);
            foreach (FolderEntry entry in found)
            {
                cancellation.ThrowIfCancellationRequested();
                entries.Add(entry);
            }
        }
        catch (Exception error) when (error is UnauthorizedAccessException or (IOException and not MmapException))
        {
            throw FileIo.Translate(error, new NativeFailure { Call = "FindFirstFile", Path = folder });
        }
    }

    /// <inheritdoc/>
    public long GetLength(MapBacking backing)
    {
        if (backing.MemoryLength is { } length)
        {
            return length;
        }

        // The call fails with the reason that the error needs.
        return WindowsFile.Length(backing.File) ?? throw WindowsErrors.Last(new NativeFailure { Call = "GetFileSizeEx", Path = backing.Path });
    }

    /// <inheritdoc/>
    // A mapped file keeps its length too, but its disk or its server may not be there any more.
    public long KeptLength(MapBacking backing) => backing.MemoryLength ?? 0;

    /// <summary>A reparse point has to be looked at: it may be a link, or a file that is in the cloud.</summary>
    private static BackingType? TypeOf(System.IO.FileAttributes attributes) =>
        (attributes & System.IO.FileAttributes.ReparsePoint) != 0 ? null
        : (attributes & System.IO.FileAttributes.Directory) != 0 ? BackingType.Directory
        : BackingType.RegularFile;
}
