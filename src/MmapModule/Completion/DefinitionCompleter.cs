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
        if (start == 0 && !commandName.StartsWith("New-", StringComparison.OrdinalIgnoreCase))
        {
            foreach (ReadyStruct ready in ReadyStructs.All)
            {
                if (ready.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                {
                    yield return new CompletionResult(ready.Name, ready.Name, CompletionResultType.ParameterValue, ready.Source);
                }
            }
        }

        foreach (FieldType type in FieldTypes.All)
        {
            if (type.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                FieldCodec codec = type.Codec(bigEndian: false);
                string size = codec is VarintCodec ? "1 to 10" : codec.Size.ToString(System.Globalization.CultureInfo.InvariantCulture);
                string toolTip = FormattableString.Invariant($"{type.Name}: {size} bytes{(type.HasByteOrder ? ", also " + type.Name + "le and " + type.Name + "be" : string.Empty)}");
                yield return new CompletionResult("'" + text[..start].Replace("'", "''", StringComparison.Ordinal) + type.Name + "'", type.Name, CompletionResultType.ParameterValue, toolTip);
            }
        }
    }
}
