using System.Collections.Generic;
using System.Threading;

namespace MmapModule.Platform.Linux.Proc;

/// <summary>What /proc tells about the memory of processes.</summary>
internal sealed class LinuxProcesses : IProcessInspector
{
    /// <inheritdoc/>
    public IReadOnlyList<int> ProcessIds() => ProcFolder.ProcessIds();

    /// <inheritdoc/>
    public string? NameOf(int processId)
    {
        using ProcBuffer buffer = new();
        return ProcFolder.NameOf(processId, buffer);
    }

    /// <inheritdoc/>
    public IEnumerable<ProcessMapping> Read(int processId, bool detailed, CancellationToken stop) => Read(processId, detailed, null, stop);

    /// <inheritdoc/>
    public ProcessMemorySummary? Summarize(int processId)
    {
        using ProcBuffer buffer = new();
        return ProcessSummaryReader.Read(processId, buffer);
    }

    /// <inheritdoc/>
    public IFileMappings Find(IEnumerable<string> paths) => new LinuxFileMappings(paths);

    internal static IEnumerable<ProcessMapping> Read(int processId, bool detailed, MapsLineFilter? filter, CancellationToken stop)
    {
        using ProcBuffer buffer = new();
        ProcessMappingReader reader = new(buffer, processId, detailed, filter, stop);
        while (reader.Next() is { } mapping)
        {
            yield return mapping;
        }
    }
}
