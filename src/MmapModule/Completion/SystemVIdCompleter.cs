using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace MmapModule.Completion;

/// <summary>Completes the ids of the System V objects of this machine.</summary>
internal sealed class SystemVIdCompleter : Completer
{
    private protected override IEnumerable<CompletionResult> Complete(string commandName, string word) =>
        Completions.Create(word, SystemVObjects.Of(commandName).Select(static item => (FormattableString.Invariant($"{item.Id}"), item.ToolTip)));
}
