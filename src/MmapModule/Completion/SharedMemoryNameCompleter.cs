using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace MmapModule.Completion;

/// <summary>Completes the names of the POSIX shared memory objects of this machine.</summary>
internal sealed class SharedMemoryNameCompleter : Completer
{
    private protected override IEnumerable<CompletionResult> Complete(string commandName, string word) =>
        Completions.Create(
            word,
            SharedMemoryCatalog.Names().Select(static name => (name, "Shared memory " + name)),
            isPattern: commandName.EndsWith("SharedMemory", StringComparison.OrdinalIgnoreCase));
}
