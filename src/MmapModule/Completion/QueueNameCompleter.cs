using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace MmapModule.Completion;

/// <summary>Completes the names of the message queues of this machine.</summary>
internal sealed class QueueNameCompleter : Completer
{
    private protected override IEnumerable<CompletionResult> Complete(string commandName, string word) =>
        Completions.Create(
            word,
            MessageQueueCatalog.Names(static _ => { }).Select(static name => (name, "Message queue " + name)),
            isPattern: commandName.StartsWith("Get-", StringComparison.OrdinalIgnoreCase) || commandName.StartsWith("Remove-", StringComparison.OrdinalIgnoreCase));
}
