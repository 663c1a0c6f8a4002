using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Enumeration;
using System.Threading;
using MmapModule.Interop.MacOS;
using MmapModule.Platform.MacOS.Errors;
using MmapModule.Platform.MacOS.Files;

namespace MmapModule.Platform.MacOS;

/// <content>What there is to know about files and folders.</content>
internal sealed partial class MacOSPlatform
{
    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false, ReturnSpecialDirectories = false };

    /// <inheritdoc/>
    public FileStatus Stat(MapBacking backing)
    {
        int errno = MacOSFile.TryStat(backing.File, out FileStatus status);
        if (errno != 0)
        {
            throw Failure(errno, new NativeFailure { Call = "fstat", Path = backing.Path, Backing = backing });
        }

        // Memory has neither a type nor an identity of the system's.
        return backing.MemoryLength is { } length ? status with { Type = backing.Type, Identity = backing.Identity, Size = length } : status;
    }

    /// <inheritdoc/>
    public FileStatus? StatPath(string path) => MacOSFile.TryStat(path, followLinks: true, out FileStatus status) == 0 ? status : null;

    /// <inheritdoc/>
    public FileStatus Look(string path, bool followLinks)
    {
        int errno = MacOSFile.TryStat(path, followLinks, out FileStatus status);
        return errno == 0 ? status : throw Failure(errno, new NativeFailure { Call = "stat", Path = path });
    }

    /// <inheritdoc/>
    // The runtime follows links when it is asked for the type, so each entry is left to be looked at.
    public void List(string folder, ICollection<FolderEntry> entries, CancellationToken cancellation)
    {
        try
        {
            FileSystemEnumerable<FolderEntry> found = new(folder, static (ref FileSystemEntry entry) => new FolderEntry(entry.FileName.ToString(), null), s_everything);
            foreach (FolderEntry entry in found)
            {
                cancellation.ThrowIfCancellationRequested();
                entries.Add(entry);
            }
        }
        catch (Exception error) when (error is UnauthorizedAccessException or (IOException and not MmapException))
        {
            int errno = error is UnauthorizedAccessException ? Errno.EACCES : error is DirectoryNotFoundException ? Errno.ENOENT : Errno.EIO;
            throw Failure(errno, new NativeFailure { Call = "readdir", Path = folder });
        }
    }

    /// <inheritdoc/>
    // The size of a block device takes an ioctl that only root may use, so it has none here.
    public long GetLength(MapBacking backing) => backing.MemoryLength ?? (backing.Type == BackingType.RegularFile ? Stat(backing).Size : 0);

    /// <inheritdoc/>
    public long KeptLength(MapBacking backing) => backing.MemoryLength ?? 0;
}
