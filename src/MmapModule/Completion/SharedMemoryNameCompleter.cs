using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MmapModule.Completion;

/// <summary>Completes the names of the POSIX shared memory objects of this machine.</summary>
internal sealed class SharedMemoryNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Create(
            wordToComplete,
            Names().Select(static name => (name, "Shared memory " + name)),
            isPattern: commandName.EndsWith("SharedMemory", StringComparison.OrdinalIgnoreCase));

    private static IReadOnlyList<string> Names()
    {
        try
        {
            return SharedMemoryCatalog.Names();
        }
        catch (MmapException)
        {
            return [];
        }
    }
}
