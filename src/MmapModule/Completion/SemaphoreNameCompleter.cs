using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace MmapModule.Completion;

/// <summary>Completes the names of the POSIX semaphores of this machine.</summary>
internal sealed class SemaphoreNameCompleter : Completer
{
    private protected override IEnumerable<CompletionResult> Complete(string commandName, string word) =>
        Completions.Create(
            word,
            SharedSemaphoreCatalog.Names().Select(static name => (name, "Semaphore " + name)),
            isPattern: commandName.StartsWith("Get-", StringComparison.OrdinalIgnoreCase) || commandName.StartsWith("Remove-", StringComparison.OrdinalIgnoreCase));
}
