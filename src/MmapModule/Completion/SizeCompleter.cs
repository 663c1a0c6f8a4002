using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using MmapModule.Binding;

namespace MmapModule.Completion;

/// <summary>Completes numbers of bytes with their units; the menu says how many bytes that are.</summary>
internal sealed class SizeCompleter : Completer
{
    private static readonly string[] s_units = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>What is offered before anything has been typed: a page, and round sizes.</summary>
    private static readonly string[] s_common = ["512", "4KB", "64KB", "1MB", "16MB", "1GB"];

    private protected override IEnumerable<CompletionResult> Complete(string commandName, string word)
    {
        string text = word.Trim('\'', '"');
        string number = new([.. text.TakeWhile(static c => char.IsAsciiDigit(c) || c == '.')]);
        IEnumerable<string> sizes = text.Length == 0 ? s_common : number.Length == 0 ? [] : s_units.Select(unit => number + unit).Prepend(number);
        return Completions.Create(word, sizes.Where(static size => ByteSizeAttribute.TryParse(size, out _)).Select(static size => (size, Meaning(size))));
    }

    private static string Meaning(string size)
    {
        _ = ByteSizeAttribute.TryParse(size, out long bytes);
        return ByteCount.Text(bytes);
    }
}
