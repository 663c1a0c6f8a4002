using System;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Platform;
using MmapModule.Platform.Linux.Proc;

namespace MmapModule;

/// <summary>
/// Finds the mappings of certain files in processes. A file is told by device and inode, so it does not matter by which of
/// its names a process opened it; a deleted file is found by the name that it had.
/// </summary>
public sealed class MappedFileFinder
{
    private readonly List<MappedFileTarget> _targets = [];

    /// <summary>Looks at the files.</summary>
    /// <param name="paths">Absolute paths. A file that does not exist may have been deleted while processes still map it.</param>
    /// <exception cref="MmapException">PlatformNotSupported.</exception>
    public MappedFileFinder(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        _ = MapPlatform.Current;
        foreach (string path in paths)
        {
            _targets.Add(new MappedFileTarget(path));
        }
    }

    /// <summary>The paths that do not exist, as far as no deleted file of that name has been found mapped yet.</summary>
    public IReadOnlyList<string> Missing
    {
        get
        {
            List<string> missing = [];
            foreach (MappedFileTarget target in _targets)
            {
                if (!target.Exists && !target.IsFound)
                {
                    missing.Add(target.Path);
                }
            }

            return missing;
        }
    }

    /// <summary>Finds the mappings of the files in one process.</summary>
    /// <param name="processId">The id of the process.</param>
    /// <param name="detailed">Make <see cref="ProcessMappingDetail"/> objects.</param>
    /// <param name="stop">Ends the search.</param>
    /// <returns>The mappings in the order of their addresses.</returns>
    /// <exception cref="MmapException">PathNotFound (no such process) or AccessDenied.</exception>
    /// <exception cref="OperationCanceledException">If <paramref name="stop"/> was signalled.</exception>
    public IEnumerable<ProcessMapping> Find(int processId, bool detailed = false, CancellationToken stop = default)
    {
        // The details cost the kernel several times as much, and few processes map the file.
        if (detailed && !MapsAny(processId, stop))
        {
            return [];
        }

        return ProcessMemory.Read(processId, detailed, Matches, stop);
    }

    private bool MapsAny(int processId, CancellationToken stop)
    {
        foreach (ProcessMapping _ in ProcessMemory.Read(processId, detailed: false, Matches, stop))
        {
            return true;
        }

        return false;
    }

    private bool Matches(in MapsLine line)
    {
        bool isMatch = false;
        foreach (MappedFileTarget target in _targets)
        {
            isMatch |= target.Matches(line);
        }

        return isMatch;
    }
}
