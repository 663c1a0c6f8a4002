using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MmapModule.Completion;

/// <summary>Completes the ids of running processes; their names are shown beside them.</summary>
internal sealed class ProcessIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Create(
            wordToComplete,
            RunningProcesses.All().Select(static process => (process.Id.ToString(CultureInfo.InvariantCulture), process.Name)));
}
