using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace MmapModule.Completion;

/// <summary>Completes the ids of running processes; their names are shown beside them.</summary>
internal sealed class ProcessIdCompleter : Completer
{
    private protected override IEnumerable<CompletionResult> Complete(string commandName, string word) =>
        Completions.Create(
            word,
            RunningProcesses.All().Select(static process => (process.Id.ToString(CultureInfo.InvariantCulture), process.Name)));
}
