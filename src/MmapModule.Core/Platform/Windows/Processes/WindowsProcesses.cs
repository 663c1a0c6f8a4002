using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Threading;

namespace MmapModule.Platform.Windows.Processes;

/// <summary>What VirtualQueryEx, GetMappedFileName and QueryWorkingSetEx tell about the memory of processes.</summary>
internal sealed class WindowsProcesses : IProcessInspector
{
    /// <inheritdoc/>
    public IReadOnlyList<int> ProcessIds()
    {
        List<int> ids = [];
        foreach (Process process in Process.GetProcesses())
        {
            using (process)
            {
                ids.Add(process.Id);
            }
        }

        ids.Sort();
        return ids;
    }

    /// <inheritdoc/>
    public string? NameOf(int processId) => Name(processId);

    /// <inheritdoc/>
    public IEnumerable<ProcessMapping> Read(int processId, bool detailed, CancellationToken stop) =>
        WindowsMappingReader.Read(processId, detailed, filter: null, stop);

    /// <inheritdoc/>
    public ProcessMemorySummary? Summarize(int processId) => WindowsSummaryReader.Read(processId);

    /// <inheritdoc/>
    public IFileMappings Find(IEnumerable<string> paths) => new WindowsFileMappings(paths);

    /// <summary>The name of a process; null if there is no such process.</summary>
    internal static string? Name(int processId)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            return process.ProcessName;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
