using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace MmapModule.Completion;

/// <summary>Completes the names of running processes.</summary>
internal sealed class ProcessNameCompleter : Completer
{
    private protected override IEnumerable<CompletionResult> Complete(string commandName, string word) =>
        Completions.Create(
            word,
            RunningProcesses.All()
                .GroupBy(static process => process.Name, StringComparer.Ordinal)
                .OrderBy(static group => group.Key, StringComparer.OrdinalIgnoreCase)
                .Select(static group => (group.Key, group.Key + " (" + string.Join(", ", group.Select(static process => process.Id)) + ")")));
}
