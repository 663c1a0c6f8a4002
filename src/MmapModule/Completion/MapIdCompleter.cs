using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace MmapModule.Completion;

/// <summary>Completes the ids of open maps; the menu shows what each of them maps.</summary>
internal sealed class MapIdCompleter : Completer
{
    /// <summary>The ids that begin with the word.</summary>
    internal static IEnumerable<CompletionResult> Ids(string word) =>
        from map in MapRegistry.GetAll()
        from result in Completions.Create(word, [(map.Id.ToString(CultureInfo.InvariantCulture), map.ToString())])
        select new CompletionResult(result.CompletionText, result.CompletionText + "  " + Shown.Name(map.Path ?? map.Name ?? map.Kind.ToString()), result.ResultType, result.ToolTip);

    private protected override IEnumerable<CompletionResult> Complete(string commandName, string word) => Ids(word);
}
