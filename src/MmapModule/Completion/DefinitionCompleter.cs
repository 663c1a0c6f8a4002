using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace MmapModule.Completion;

/// <summary>Completes the type at the end of a definition.</summary>
internal sealed class DefinitionCompleter : Completer
{
    private protected override IEnumerable<CompletionResult> Complete(string commandName, string wordToComplete)
    {
        string text = wordToComplete.Trim('\'', '"');
        int field = text.AsSpan().LastIndexOfAny(';', '{', '\n') + 1;
        int start = field;
        while (start < text.Length && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        string word = text[start..];
        foreach (FieldType type in FieldTypes.All)
        {
            if (type.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                string toolTip = FormattableString.Invariant($"{type.Name}: {type.Codec(bigEndian: false).Size} bytes{(type.HasByteOrder ? ", also " + type.Name + "le and " + type.Name + "be" : string.Empty)}");
                yield return new CompletionResult("'" + text[..start].Replace("'", "''", StringComparison.Ordinal) + type.Name + "'", type.Name, CompletionResultType.ParameterValue, toolTip);
            }
        }
    }
}
