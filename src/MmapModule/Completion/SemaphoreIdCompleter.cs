using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace MmapModule.Completion;

/// <summary>Completes the ids of the System V semaphore sets of this machine.</summary>
internal sealed class SemaphoreIdCompleter : Completer
{
    private protected override IEnumerable<CompletionResult> Complete(string commandName, string word) =>
        Completions.Create(word, SharedSemaphoreCatalog.Sets().Select(static set => (FormattableString.Invariant($"{set.Id}"), set + " of " + set.Owner)));
}
