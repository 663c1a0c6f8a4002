using System;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Platform;

namespace MmapModule;

/// <summary>
/// Finds the mappings of certain files in processes. A file is identified by device and inode, so it does not matter by which of
/// its names a process opened it; a deleted file is found by the name that it had.
/// </summary>
public sealed class MappedFileFinder
{
    private readonly IFileMappings _files;

    /// <summary>Examines the files.</summary>
    /// <param name="paths">Absolute paths. A file that does not exist may have been deleted while processes still map it.</param>
    /// <exception cref="MmapException">PlatformNotSupported.</exception>
    public MappedFileFinder(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        _files = MapPlatform.Current.Processes.Find(paths);
    }

    /// <summary>The paths that do not exist, as far as no deleted file of that name has been found mapped yet.</summary>
    public IReadOnlyList<string> Missing => _files.Missing;

    /// <summary>Finds the mappings of the files in one process.</summary>
    /// <param name="processId">The id of the process.</param>
    /// <param name="detailed">Make <see cref="ProcessMappingDetail"/> objects.</param>
    /// <param name="stop">Ends the search.</param>
    /// <returns>The mappings in the order of their addresses.</returns>
    /// <exception cref="MmapException">PathNotFound (no such process) or AccessDenied.</exception>
    /// <exception cref="OperationCanceledException">If <paramref name="stop"/> was signalled.</exception>
    public IEnumerable<ProcessMapping> Find(int processId, bool detailed = false, CancellationToken stop = default) =>
        _files.In(processId, detailed, stop);
}
