using System.Collections.Generic;
using System.Threading;

namespace MmapModule.Platform;

/// <summary>Finds the mappings of certain files, whatever name a process opened them by.</summary>
internal interface IFileMappings
{
    /// <summary>The paths that do not exist, as far as no deleted file of that name has been found mapped yet.</summary>
    IReadOnlyList<string> Missing { get; }

    /// <summary>The mappings of the files in one process, in the order of their addresses.</summary>
    IEnumerable<ProcessMapping> In(int processId, bool detailed, CancellationToken stop);
}
