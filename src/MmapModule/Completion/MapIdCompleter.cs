using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MmapModule.Completion;

/// <summary>Completes the ids of open maps.</summary>
internal sealed class MapIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Create(wordToComplete, MapRegistry.GetAll().Select(static map => (map.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), map.ToString())));
}
