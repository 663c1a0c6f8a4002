using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using MmapModule.Binding;

namespace MmapModule.Completion;

/// <summary>Completes encoding names.</summary>
internal sealed class EncodingCompleter : Completer
{
    private protected override IEnumerable<CompletionResult> Complete(string commandName, string word) =>
        Completions.Create(word, EncodingAttribute.Names.Select(static name => (name, name)));
}
