using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace MmapModule.Completion;

/// <summary>Completes the names of what this machine shares. The cmdlets that list or remove such things take wildcards.</summary>
internal abstract class NameCompleter : Completer
{
    private protected sealed override IEnumerable<CompletionResult> Complete(string commandName, string word) =>
        Completions.Create(
            word,
            Names().Select(name => (name, ToolTip(name))),
            isPattern: commandName.StartsWith("Get-", StringComparison.OrdinalIgnoreCase) || commandName.StartsWith("Remove-", StringComparison.OrdinalIgnoreCase));

    /// <summary>The names that there are.</summary>
    private protected abstract IReadOnlyList<string> Names();

    /// <summary>What is shown about one of them.</summary>
    private protected abstract string ToolTip(string name);
}
