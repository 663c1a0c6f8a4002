using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace MmapModule.Completion;

/// <summary>Completes the ids of open maps.</summary>
internal sealed class MapIdCompleter : Completer
{
    private protected override IEnumerable<CompletionResult> Complete(string commandName, string word) =>
        Completions.Create(word, MapRegistry.GetAll().Select(static map => (map.Id.ToString(CultureInfo.InvariantCulture), map.ToString())));
}
