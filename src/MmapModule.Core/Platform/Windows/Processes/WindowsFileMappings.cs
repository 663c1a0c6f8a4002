using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Files;

namespace MmapModule.Platform.Windows.Processes;

/// <summary>
/// Finds the mappings of files by their final path, so links on the way do not matter. A mapping tells the path by which its file
/// was opened, so one that was opened by another hard link is not found.
/// </summary>
internal sealed class WindowsFileMappings : IFileMappings
{
    private readonly List<(string Given, string Final, bool Exists)> _targets = [];
    private readonly HashSet<string> _found = new(StringComparer.OrdinalIgnoreCase);

    internal WindowsFileMappings(IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            _targets.Add((path, FinalPath(path), Path.Exists(path)));
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Missing
    {
        get
        {
            List<string> missing = [];
            foreach ((string given, string final, bool exists) in _targets)
            {
                if (!exists && !_found.Contains(final))
                {
                    missing.Add(given);
                }
            }

            return missing;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<ProcessMapping> In(int processId, bool detailed, CancellationToken stop) =>
        WindowsMappingReader.Read(processId, detailed, Matches, stop);

    private bool Matches(string? path)
    {
        if (path is null || !_targets.Exists(target => string.Equals(target.Final, path, StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        _found.Add(path);
        return true;
    }

    /// <summary>The path without links; as it is if the file cannot be looked at.</summary>
    private static string FinalPath(string path)
    {
        nint handle = Kernel32.CreateFileW(FilePath.Native(path), 0, FileConstants.FILE_SHARE_ALL, 0, FileConstants.OPEN_EXISTING, FileConstants.FILE_FLAG_BACKUP_SEMANTICS, 0);
        using SafeFileHandle file = new(handle, ownsHandle: true);
        return (file.IsInvalid ? null : FilePath.Of(file)) ?? path;
    }
}
