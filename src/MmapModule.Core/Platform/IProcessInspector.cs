using System.Collections.Generic;
using System.Threading;

namespace MmapModule.Platform;

/// <summary>What the processes of this machine map.</summary>
internal interface IProcessInspector
{
    /// <summary>The ids of all processes that this user can see, in ascending order.</summary>
    IReadOnlyList<int> ProcessIds();

    /// <summary>The name of a process; null if there is no such process.</summary>
    string? NameOf(int processId);

    /// <summary>The mappings of a process in the order of their addresses.</summary>
    IEnumerable<ProcessMapping> Read(int processId, bool detailed, CancellationToken stop);

    /// <summary>Adds up the memory of a process; null if it has none.</summary>
    ProcessMemorySummary? Summarize(int processId);

    /// <summary>Gets ready to look for the mappings of files in processes.</summary>
    IFileMappings Find(IEnumerable<string> paths);
}
