using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace MmapModule.Completion;

/// <summary>Completes the keys of the System V objects of this machine.</summary>
internal sealed class SystemVKeyCompleter : Completer
{
    private protected override IEnumerable<CompletionResult> Complete(string commandName, string word) =>
        Completions.Create(
            word,
            SystemVObjects.Of(commandName).Where(static item => item.Key != 0).Select(static item => (FormattableString.Invariant($"0x{item.Key:X8}"), item.ToolTip)));
}
