using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace MmapModule.Completion;

/// <summary>Completes something that open maps have, such as names, where wildcards are allowed.</summary>
internal abstract class MapTextCompleter : Completer
{
    private protected abstract string? TextOf(MemoryMap map);

    private protected sealed override IEnumerable<CompletionResult> Complete(string commandName, string word) =>
        Completions.Create(word, MapRegistry.GetAll().Where(map => TextOf(map) is not null).Select(map => (TextOf(map)!, map.ToString())).Distinct(), isPattern: true);
}
