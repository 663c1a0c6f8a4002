using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MmapModule.Completion;

/// <summary>Completes the names of open maps.</summary>
internal sealed class MapNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Create(wordToComplete, MapRegistry.GetAll().Where(static map => map.Name is not null).Select(static map => (map.Name!, map.ToString())).Distinct(), isPattern: true);
}
