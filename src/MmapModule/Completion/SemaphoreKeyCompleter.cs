using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace MmapModule.Completion;

/// <summary>Completes the keys of the System V semaphore sets of this machine.</summary>
internal sealed class SemaphoreKeyCompleter : Completer
{
    private protected override IEnumerable<CompletionResult> Complete(string commandName, string word) =>
        Completions.Create(
            word,
            SharedSemaphoreCatalog.Sets().Where(static set => set.Key != 0).Select(static set => (FormattableString.Invariant($"0x{set.Key:X8}"), set + " of " + set.Owner)));
}
