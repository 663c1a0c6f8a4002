using System.Collections.Generic;
using System.Threading;

namespace MmapModule.Platform.Linux.Proc;

/// <summary>
/// Finds the mappings of files by device and inode, so it does not matter by which of its names a process opened a file; a deleted
/// file is found by the name that it had.
/// </summary>
internal sealed class LinuxFileMappings : IFileMappings
{
    private readonly List<MappedFileTarget> _targets = [];

    internal LinuxFileMappings(IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            _targets.Add(new MappedFileTarget(path));
        }
    }

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public IEnumerable<ProcessMapping> In(int processId, bool detailed, CancellationToken stop) =>
        // The details cost the kernel several times as much, and few processes map the file.
        detailed && !MapsAny(processId, stop) ? [] : LinuxProcesses.Read(processId, detailed, Matches, stop);

    private bool MapsAny(int processId, CancellationToken stop)
    {
        foreach (ProcessMapping _ in LinuxProcesses.Read(processId, detailed: false, Matches, stop))
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
