using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace MmapModule.Completion;

/// <summary>Completes the names of the locks of this machine.</summary>
internal sealed class MutexNameCompleter : Completer
{
    private protected override IEnumerable<CompletionResult> Complete(string commandName, string word) =>
        Completions.Create(
            word,
            SharedMutexCatalog.Names().Select(static name => (name, "Lock " + SharedMutexCatalog.PathOf(name))),
            isPattern: commandName.StartsWith("Get-", StringComparison.OrdinalIgnoreCase));
}
