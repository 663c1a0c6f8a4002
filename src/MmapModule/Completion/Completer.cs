using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MmapModule.Completion;

/// <summary>What all completers share: PowerShell's long list of arguments, of which few matter.</summary>
internal abstract class Completer : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            return [.. Complete(commandName, wordToComplete)];
        }
        catch (MmapException)
        {
            // What cannot be listed is not completed: an error would show up in the middle of the line.
            return [];
        }
    }

    /// <summary>The results for what has been typed so far.</summary>
    private protected abstract IEnumerable<CompletionResult> Complete(string commandName, string word);
}
