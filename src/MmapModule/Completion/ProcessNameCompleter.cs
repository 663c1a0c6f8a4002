using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MmapModule.Completion;

/// <summary>Completes the names of running processes.</summary>
internal sealed class ProcessNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Create(
            wordToComplete,
            RunningProcesses.All()
                .GroupBy(static process => process.Name, StringComparer.Ordinal)
                .OrderBy(static group => group.Key, StringComparer.OrdinalIgnoreCase)
                .Select(static group => (group.Key, group.Key + " (" + string.Join(", ", group.Select(static process => process.Id)) + ")")));
}
