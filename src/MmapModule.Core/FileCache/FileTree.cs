using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Threading;
using MmapModule.Platform;

namespace MmapModule;

/// <summary>Finds the files of folders. Symbolic links are not followed, and a file with several names (hard links) comes once, unless the options say otherwise.</summary>
internal sealed class FileTree
{
    private readonly IFiles _files = MapPlatform.Current;
    private readonly HashSet<FileIdentity> _linked = [];
    private readonly HashSet<FileIdentity> _entered = [];
    private readonly FileTreeOptions _options;
    private readonly Action<string, Exception> _onError;
    private readonly CancellationToken _cancellation;

    /// <param name="onError">Called for what cannot be examined; the walk continues.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <param name="options">What is left out.</param>
    internal FileTree(Action<string, Exception> onError, CancellationToken cancellation, FileTreeOptions? options = null)
    {
        _options = options ?? new FileTreeOptions();
        _onError = onError;
        _cancellation = cancellation;
    }

    /// <summary>The path itself if it is not a folder, else the regular files below it, folder by folder in the order of their names.</summary>
    internal IEnumerable<FoundFile> Walk(string root)
    {
        FileStatus status = _files.StatPath(root) ?? default;
        if (status.Type != BackingType.Directory)
        {
            // What is wrong with it will be told when it is opened.
            if (IsNew(status))
            {
                yield return new FoundFile(root, status.Type == BackingType.RegularFile);
            }

            yield break;
        }

        _entered.Clear();
        _entered.Add(status.Identity);
        Stack<string> folders = new([root]);
        while (folders.TryPop(out string? folder))
        {
            List<string> below = [];
            foreach (FolderEntry entry in List(folder))
            {
                _cancellation.ThrowIfCancellationRequested();
                string path = Path.Join(folder, entry.Name);
                if (!_options.IsWanted(path))
                {
                    continue;
                }

                switch (IsKnown(entry.Type) ? new FileStatus { Type = entry.Type.Value } : Look(path))
                {
                    case { Type: BackingType.Directory } inner when IsEntered(inner, status):
                        below.Add(path);
                        break;
                    case { Type: BackingType.RegularFile } file when _options.IsWantedFile(path) && IsNew(file):
                        yield return new FoundFile(path, IsRegular: true);
                        break;
                }
            }

            // The last one pushed is the next one walked.
            below.Reverse();
            below.ForEach(folders.Push);
        }
    }

    /// <summary>Only links, hard or symbolic, lead to a file twice.</summary>
    private bool IsNew(FileStatus status) =>
        _options.EveryName || status.Type != BackingType.RegularFile || (status.LinkCount < 2 && !_options.FollowSymlink) || _linked.Add(status.Identity);

    /// <summary>Links may lead back to a folder that has been walked already.</summary>
    private bool IsEntered(FileStatus folder, FileStatus root) =>
        (!_options.OneFileSystem || (folder.Identity.DeviceMajor == root.Identity.DeviceMajor && folder.Identity.DeviceMinor == root.Identity.DeviceMinor))
        && (!_options.FollowSymlink || _entered.Add(folder.Identity));

    /// <summary>Whether the type of an entry is all that there is to know of it: to look at each file takes as long as to open it.</summary>
    private bool IsKnown([NotNullWhen(true)] BackingType? type) => type switch
    {
        null => false,
        BackingType.Directory => !_options.FollowSymlink && !_options.OneFileSystem,
        BackingType.RegularFile => _options.EveryName,
        BackingType.Link => !_options.FollowSymlink,
        _ => true,
    };

    private FileStatus? Look(string path)
    {
        try
        {
            return _files.Look(path, _options.FollowSymlink);
        }
        catch (MmapException error)
        {
            if (error.Kind != MmapErrorKind.PathNotFound || path.Contains('\uFFFD', StringComparison.Ordinal))
            {
                // Not one that has just been deleted.
                _onError(path, error);
            }

            return null;
        }
    }

    private List<FolderEntry> List(string folder)
    {
        List<FolderEntry> entries = [];
        try
        {
            _files.List(folder, entries, _cancellation);
        }
        catch (MmapException error)
        {
            if (error.Kind != MmapErrorKind.PathNotFound)
            {
                // Not one that has just been deleted.
                _onError(folder, error);
            }
        }

        entries.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        return entries;
    }
}
