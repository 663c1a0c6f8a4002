using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace MmapModule.Completion;

/// <summary>Completes the names of the layouts that come with the module.</summary>
internal sealed class ReadyStructCompleter : Completer
{
    private protected override IEnumerable<CompletionResult> Complete(string commandName, string word) =>
        Completions.Create(word, ReadyStructs.All.Select(static ready => (ready.Name, ready.Source)));
}
