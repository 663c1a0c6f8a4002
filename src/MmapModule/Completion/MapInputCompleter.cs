using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace MmapModule.Completion;

/// <summary>Completes what stands for a map: the ids of open maps, then files.</summary>
internal sealed class MapInputCompleter : Completer
{
    private protected override IEnumerable<CompletionResult> Complete(string commandName, string word) =>
        MapIdCompleter.Ids(word).Concat(CompletionCompleters.CompleteFilename(word));
}
